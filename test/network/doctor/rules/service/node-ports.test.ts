import { describeRule, lines } from '../../support/describe-rule';
import { service, workload } from '../../support/objects';

const open = (nodePort: number, name = 'api', more: object = {}) =>
  service({ name, type: 'NodePort', selector: { app: 'api' }, ports: [{ port: 80, nodePort, ...more }] });

describeRule('service/node-port-out-of-range', {
  finds: [99, 29_999, 32_768].map(
    (port) =>
      [
        `node port ${port}`,
        lines(workload(), open(port)),
        `Service shop/api spec.ports[0].nodePort:3: node port ${port} is not within 30000 to 32767 → write one from 30000 to 32767, or take nodePort away`,
      ] as const,
  ),
  isSilentOn: [
    ['the first of them', lines(workload(), open(30_000))],
    ['the last of them', lines(workload(), open(32_767))],
    ['0, which is "not given"', lines(workload(), open(0))],
  ],
});

describeRule('service/node-port-duplicate', {
  finds: [
    [
      'a port of another namespace too, and names the next that is free',
      lines(workload(), open(30_080), open(30_081, 'b'), {
        ...open(30_080, 'web'),
        metadata: { name: 'web', namespace: 'other' },
      }),
      'Service other/web spec.ports[0].nodePort:7: node port 30080 is already that of Service shop/api → write another one, such as 30082, or take nodePort away',
    ],
    [
      'the last port of the range twice',
      lines(workload(), open(32_767), open(32_767, 'b')),
      'Service shop/b spec.ports[0].nodePort:5: node port 32767 is already that of Service shop/api → write another one, such as 30000, or take nodePort away',
    ],
  ],
  isSilentOn: [
    ['two ports', lines(workload(), open(30_080), open(30_081, 'b'))],
    ['one port for TCP and UDP', lines(workload(), open(30_080), open(30_080, 'b', { protocol: 'UDP' }))],
    [
      'a port of a type that does not open it',
      lines(workload(), open(30_080), {
        ...open(30_080, 'b'),
        spec: { selector: { app: 'api' }, ports: [{ port: 80, nodePort: 30_080 }] },
      }),
    ],
  ],
});
