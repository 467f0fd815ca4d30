import { groupBy } from '../../../group-by';
import type { Rule } from '../../rule';
import { PRIVILEGED_NAMESPACE } from './example';

const pod = (name: string, hostPort: number) => `
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: shop, labels: { app: ${name} } }
spec:
  containers:
    - { name: ${name}, image: "registry.example/${name}:1.4.2", ports: [{ containerPort: 8080, hostPort: ${hostPort} }] }
`;

export const hostPortShared: Rule = {
  id: 'workload/host-port-shared',
  severity: 'info',
  summary: 'Two workloads want the same port of a node.',
  why: 'A node gives each of its ports to one pod. The scheduler never puts both on one node: where there is no other node, the second waits.',
  fix: 'Give one of them another hostPort, or put a Service in front of it.',
  bad: `${PRIVILEGED_NAMESPACE}${pod('api', 8080)}---${pod('web', 8080)}`,
  good: `${PRIVILEGED_NAMESPACE}${pod('api', 8080)}---${pod('web', 8081)}`,
  *check({ cluster }) {
    const wanted = cluster.workloads.flatMap((workload) =>
      (workload.pods[0]?.ports ?? []).flatMap(({ protocol, port, hostPort }) => {
        const taken = workload.pods[0]!.hostNetwork ? port : hostPort;
        return taken === undefined ? [] : { workload, at: `${protocol} ${taken}` };
      }),
    );
    for (const [at, [first, ...others]] of groupBy(wanted, (one) => one.at))
      for (const { workload } of others)
        if (workload !== first!.workload)
          yield {
            on: workload.origin,
            message: `${at} of its node is also what ${first!.workload.id} wants`,
            fix: 'write another hostPort, or use a Service instead of it',
          };
  },
};
