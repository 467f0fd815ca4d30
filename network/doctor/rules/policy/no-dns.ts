import { isSlipOfNamespace, type ShutIn, shutIn } from '../../dns';
import type { Examined } from '../../examined';
import { namedHost } from '../../named-hosts';
import { type PeerInForce, policyNames, policyView } from '../../policy-view';
import type { Fault, Rule } from '../../rule';
import { DNS_RULE, deployment, policy } from './example';

const API = deployment(
  'api',
  8080,
  'shop',
  `
          env: [{ name: RATES_URL, value: "https://rates.example.com" }]`,
);
const egress = (rules: string) =>
  policy(
    'api',
    `
  policyTypes: [Egress]
  egress:
    - to:
        - ipBlock: { cidr: 203.0.113.0/24 }
      ports: [{ port: 443 }]${rules}`,
  );

export const noDns: Rule = {
  id: 'policy/no-dns',
  severity: 'error',
  summary: 'Policies shut pods in without letting them ask the DNS of the cluster.',
  why: 'Before each connection by name a pod asks the DNS pods, on UDP 53 and for long answers on TCP 53. Where egress is isolated that needs a rule like any other connection; without it, everything looks as if the other end was down. Where no variable and no argument of the pods names a host, this is a warning: they may live on addresses alone.',
  fix: 'Add an egress rule to the pods k8s-app=kube-dns of namespace kube-system on UDP 53 and TCP 53.',
  bad: API + egress(''),
  good: API + egress(DNS_RULE),
  *check(examined) {
    for (const found of shutIn(examined)) {
      if (found.udp || found.mayAskOthers) continue;
      const fault = faultOf(examined, found);
      if (fault) yield fault;
    }
  },
};

function faultOf(examined: Examined, found: ShutIn): Fault | undefined {
  const [mistaken] = found.mistaken;
  const [misplaced] = found.misplaced;
  if (mistaken) return wrongLabels(examined, found, mistaken);
  return misplaced ? wrongNamespace(examined, found, misplaced) : noRule(examined, found);
}

const RULE = 'pods k8s-app=kube-dns of namespace kube-system (kubernetes.io/metadata.name) on UDP 53 and TCP 53';

function noRule(examined: Examined, found: ShutIn): Fault | undefined {
  const { policies } = found.side;
  const why = evidence(examined, found);
  // Who is to send nothing at all needs no names.
  if (!why && policies.every(({ egress }) => !egress!.length)) return undefined;
  const policy = policies.find(({ egress }) => egress!.length) ?? policies[0]!;
  return {
    on: policy.origin,
    path: ['spec', 'egress'],
    ...(!why && { severity: 'warning' }),
    message: `${namesOf(found)} can not ask the DNS of the cluster: no egress rule of ${policyNames(policies)} admits UDP 53${why ? `; ${why}` : ''}`,
    fix: `add a rule to ${RULE}`,
  };
}

function wrongNamespace(examined: Examined, found: ShutIn, place: PeerInForce): Fault {
  const { policy, peer, peerPath } = place;
  const isSure = isSlipOfNamespace(place) && evidence(examined, found) !== undefined;
  return {
    on: policy.origin,
    path: [...peerPath, 'namespaceSelector'],
    ...(!isSure && { severity: 'warning' }),
    message: `${namesOf(found)} can not ask the DNS of the cluster: it is in namespace kube-system, not ${peer.namespaceSelector!.text}`,
    fix: 'write matchLabels: { kubernetes.io/metadata.name: kube-system }',
  };
}

function wrongLabels(examined: Examined, found: ShutIn, { policy, peer, peerPath }: PeerInForce): Fault {
  const { dns } = examined.network;
  const isThere = policyView(examined).isReal(examined.reachability.group(dns.pods[0]!));
  const path = [...peerPath, 'podSelector'];
  const isSure = isThere && evidence(examined, found) !== undefined;
  return {
    on: policy.origin,
    path,
    ...(!isSure && { severity: 'warning' }),
    message: `${namesOf(found)} can not ask the DNS of the cluster: its pods have k8s-app=kube-dns, not ${peer.podSelector.text}`,
    fix: 'write matchLabels: { k8s-app: kube-dns }',
    ...(isThere && { edits: [{ path, value: { matchLabels: { 'k8s-app': 'kube-dns' } } }] }),
  };
}

function evidence(examined: Examined, { members }: ShutIn): string | undefined {
  for (const { workload, pods } of members) {
    const template = examined.templateOf(pods.origin);
    const host = template && namedHost(examined.cluster, template);
    if (host) return `${host} for ${workload.id}`;
  }
  return undefined;
}

function namesOf({ members }: ShutIn): string {
  const names = [...new Set(members.map(({ workload }) => workload.id))];
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}
