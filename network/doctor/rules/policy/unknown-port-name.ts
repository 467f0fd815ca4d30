import { type PodGroup, portKey } from '../../../reach/pod-groups';
import { nearest } from '../../../route/nearest';
import type { Rule } from '../../rule';
import { unknownPortNames } from '../../unknown-port-name';
import { deployment, policy } from './example';

const API = deployment('api', '{ name: http, containerPort: 8080 }');
const from = (port: string) =>
  policy(
    'api',
    `
  policyTypes: [Ingress]
  ingress:
    - ports:
        - port: ${port}`,
  );

export const unknownPortName: Rule = {
  id: 'policy/unknown-port-name',
  severity: 'error',
  summary: 'A rule names a port that none of its pods has.',
  why: 'A name is looked up in the ports of the pods that take the connection, together with the protocol. Where none has it, the rule opens nothing. The names of Service ports do not count.',
  fix: 'Write the name of a container port, or its number.',
  bad: API + from('web'),
  good: API + from('http'),
  *check(examined) {
    for (const { policy, path, index, port, receivers } of unknownPortNames(examined)) {
      const names = declaredNames(receivers);
      const near = nearest(
        port.name,
        names.map(({ name }) => name),
      );
      const asOther = names.find(({ name }) => name === port.name);
      const list = names.map(({ name, protocol, port: number }) => `"${name}" (${protocol} ${number})`).join(', ');
      yield {
        on: policy.origin,
        path: [...path, 'ports', index, asOther ? 'protocol' : 'port'],
        message: `no pod that takes these connections has a ${port.protocol} port named "${port.name}"; ${names.length ? `they have ${list}` : 'they name no ports'}`,
        fix: asOther
          ? `write protocol: ${asOther.protocol}`
          : near
            ? `write port: ${near}`
            : 'write the number of the port, or name it in the container',
      };
    }
  },
};

function declaredNames(receivers: readonly PodGroup[]) {
  const ports = receivers.flatMap(({ members }) => members.flatMap(({ pods }) => pods.ports));
  const named = ports.flatMap((port) => (port.name ? { ...port, name: port.name } : []));
  return [...new Map(named.map((port) => [`${portKey(port.protocol, port.name)} ${port.port}`, port])).values()];
}
