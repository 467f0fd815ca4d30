import type { PolicyPort } from '../../../cluster/network-policy';
import { policyPortText } from '../../../reach/explain-side';
import { formatPort } from '../../../reach/peer';
import type { PodGroup } from '../../../reach/pod-groups';
import { oneSided } from '../../one-sided';
import { namesOf, policyView } from '../../policy-view';
import type { Rule } from '../../rule';
import { servicePortSlips } from '../../service-port-slip';
import { deployment, policy } from './example';

const open = (port: number) =>
  policy(
    'api',
    `
  policyTypes: [Ingress]
  ingress:
    - ports: [{ port: ${port} }]`,
  );

export const portUndeclared: Rule = {
  id: 'policy/port-undeclared',
  severity: 'warning',
  summary: 'A rule opens a port that none of its pods declares.',
  why: 'The pods that take these connections all say which ports they listen on, and this is none of them, or one of another protocol. To declare ports is optional, so that somebody may listen all the same; mostly it is a slip, and the connection that is meant stays shut. Ports that service meshes add to each pod are passed over.',
  fix: 'Write a port that the pods declare, with its protocol.',
  bad: deployment('api') + open(8081),
  good: deployment('api') + open(8080),
  *check(examined) {
    const view = policyView(examined);
    const said = new Set(
      [...servicePortSlips(examined), ...oneSided(examined)].flatMap((slip) => [
        slip.rule,
        ...('mismatches' in slip ? slip.mismatches.map(({ rule }) => rule) : []),
      ]),
    );
    for (const place of view.rules) {
      const { policy, rule, path } = place;
      if (!rule.ports || said.has(rule)) continue;
      const receivers = view.receivers(place);
      if (!receivers?.length || !receivers.every((group) => view.isReal(group) && declaresAll(group))) continue;
      for (const [index, port] of rule.ports.entries()) {
        if ('name' in port || isOfMesh(port) || receivers.some((group) => declares(group, port))) continue;
        const ports = [
          ...new Set(receivers.flatMap(({ members }) => members.flatMap(({ pods }) => pods.ports.map(formatPort)))),
        ];
        const opened = rule.ports.map(policyPortText);
        const unopened = ports.filter((one) => !opened.includes(one));
        yield {
          on: policy.origin,
          path: [...path, 'ports', index],
          message: `${policyPortText(port)} is opened, and the ports of ${namesOf(receivers)} are ${ports.join(', ')}`,
          fix: `${unopened.length ? `write ${unopened.join(' or ')}` : 'take it away'}, or declare the port in the container`,
        };
      }
    }
  },
};

function declaresAll({ members }: PodGroup): boolean {
  return members.every(({ pods }) => pods.ports.length > 0);
}

function declares({ members }: PodGroup, port: Extract<PolicyPort, { first: number }>): boolean {
  const isIt = (protocol: string, number: number) =>
    protocol === port.protocol && port.first <= number && number <= port.last;
  return members.some(({ pods }) => pods.ports.some((declared) => isIt(declared.protocol, declared.port)));
}

/** Ports of sidecars that Istio and Linkerd put into pods. */
const MESH_PORTS = [4143, 4190, 4191, 15_000, 15_001, 15_004, 15_006, 15_008, 15_020, 15_021, 15_053, 15_090];

function isOfMesh({ first, last }: Extract<PolicyPort, { first: number }>): boolean {
  return MESH_PORTS.some((port) => first <= port && port <= last);
}
