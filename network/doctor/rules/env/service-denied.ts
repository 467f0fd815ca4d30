import type { PodsPeer, Port } from '../../../reach/peer';
import { hasPort } from '../../../reach/port-set';
import { endpointsOf } from '../../../route/service-endpoints';
import { findServicePort } from '../../../route/service-port';
import { type EnvConnection, envConnections } from '../../env-connection';
import type { Examined } from '../../examined';
import { policyView } from '../../policy-view';
import type { Rule } from '../../rule';
import { clientOf } from './example';

const policy = (peers: string) => `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: api, namespace: shop }
spec:
  podSelector: { matchLabels: { app: api } }
  policyTypes: [Ingress]
  ingress:
    - from: [{ podSelector: { matchExpressions: [{ key: app, operator: In, values: [${peers}] }] } }]
      ports: [{ port: 8080 }]
`;

export const serviceDenied: Rule = {
  id: 'env/service-denied',
  severity: 'error',
  summary: 'A container connects to a Service whose pods the policies do not let it reach.',
  why: 'The variable says that the connection is needed, and the policies of one side or the other do not admit it: it hangs until it times out.',
  fix: 'Admit the connection in the policies of both sides, on the port of the pods.',
  bad: clientOf('http://api') + policy('api'),
  good: clientOf('http://api') + policy('api, client'),
  *check(examined) {
    if (!examined.policies.length) return;
    const view = policyView(examined);
    for (const connection of envConnections(examined)) {
      const { template, path, where, host } = connection;
      const hops = hopsOf(examined, connection);
      const namespaces = [template, ...hops.map(({ peer }) => peer.pods)].map(({ namespace }) => namespace);
      if (!hops.length || !namespaces.every((namespace) => view.isKnown(namespace))) continue;
      const denied = firstDenial(examined, connection, hops);
      if (denied)
        yield {
          on: template.manifest.origin,
          path,
          message: `${where} connects to ${host}, which leads to ${denied.port} of ${denied.to}, and the policies deny it: ${denied.reason}`,
          fix: denied.remedy ?? 'admit the connection in the policies of both sides',
        };
    }
  },
};

interface Hop {
  readonly peer: PodsPeer;
  readonly port: Port;
}

/** The pods that the name leads to, with their own port. */
function hopsOf({ cluster }: Examined, { answer, port }: EnvConnection): Hop[] {
  const { service, verdict, pods } = answer;
  if (!service || port === undefined || verdict !== 'resolves') return [];
  if (pods) return pods.map((peer) => ({ peer, port: { protocol: 'TCP', port } }));
  const servicePort = findServicePort(service, port, 'TCP');
  if (!servicePort) return [];
  return endpointsOf(cluster, service, servicePort).flatMap((endpoint) =>
    endpoint.kind === 'pods' ? { peer: endpoint, port: { protocol: 'TCP', port: endpoint.port } } : [],
  );
}

/** Where none of the senders gets through to any of the pods: the first answer, with its grounds. */
function firstDenial({ reachability }: Examined, { senders }: EnvConnection, hops: readonly Hop[]) {
  const pairs = senders.flatMap((from) => hops.map(({ peer, port }) => ({ from, peer, port })));
  const mayPass = pairs.some(({ from, peer, port: { protocol, port } }) =>
    hasPort(reachability.open(from, peer).possible, protocol, port),
  );
  if (mayPass) return undefined;
  const { from, peer, port } = pairs[0]!;
  const answer = reachability.reach(from, peer, port);
  return answer.verdict === 'denied' ? answer : undefined;
}
