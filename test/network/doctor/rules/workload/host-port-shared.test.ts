import { describeRule, lines } from '../../support/describe-rule';
import { workload } from '../../support/objects';

const at = (name: string, port: object, pod: object = {}) => workload({ name, container: { ports: [port] }, pod });
const api = at('api', { containerPort: 80, hostPort: 8080 });

describeRule('workload/host-port-shared', {
  finds: [
    [
      'one port of the node for two workloads',
      lines(api, at('web', { containerPort: 81, hostPort: 8080 })),
      'Deployment shop/web :3: TCP 8080 of its node is also what shop/api[Deployment] wants → write another hostPort, or use a Service instead of it',
    ],
    [
      'a port of pods that are on the network of their node',
      lines(api, at('web', { containerPort: 8080 }, { hostNetwork: true })),
      'Deployment shop/web :3: TCP 8080 of its node is also what shop/api[Deployment] wants → write another hostPort, or use a Service instead of it',
    ],
  ],
  isSilentOn: [
    ['two ports', lines(api, at('web', { containerPort: 80, hostPort: 8081 }))],
    ['one port for TCP and UDP', lines(api, at('web', { containerPort: 80, hostPort: 8080, protocol: 'UDP' }))],
    ['one port of two pods', lines(api, at('web', { containerPort: 8080 }))],
  ],
});
