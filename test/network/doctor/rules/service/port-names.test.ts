import { describeRule, lines } from '../../support/describe-rule';
import { service, workload } from '../../support/objects';

const withPorts = (...ports: object[]) => lines(workload(), service({ selector: { app: 'api' }, ports }));

describeRule('service/unnamed-ports', {
  finds: [
    [
      'each of several that has no name, and names it',
      withPorts(
        { port: 80 },
        { name: '', port: 53, protocol: 'UDP' },
        { port: 9000 },
        { port: 90, targetPort: 'metrics' },
      ),
      'Service shop/api spec.ports[0]:3: port 80 has no name, and the Service has 4 ports → write name: http',
      'Service shop/api spec.ports[1]:3: port 53 has no name, and the Service has 4 ports → write name: dns',
      'Service shop/api spec.ports[2]:3: port 9000 has no name, and the Service has 4 ports → write name: tcp-9000',
      'Service shop/api spec.ports[3]:3: port 90 has no name, and the Service has 4 ports → write name: metrics',
    ],
    [
      'one beside a port that has the usual name already',
      withPorts({ name: 'http', port: 8080 }, { port: 80 }),
      'Service shop/api spec.ports[1]:3: port 80 has no name, and the Service has 2 ports → write name: tcp-80',
    ],
    [
      'one whose targetPort is the name of another port',
      withPorts({ name: 'web', port: 8080 }, { port: 80, targetPort: 'web' }),
      'Service shop/api spec.ports[1]:3: port 80 has no name, and the Service has 2 ports → write name: http',
    ],
  ],
  isSilentOn: [
    ['one port', withPorts({ port: 80 })],
    ['names for all', withPorts({ name: 'a', port: 80 }, { name: 'b', port: 81 })],
  ],
});

describeRule('service/duplicate-port-name', {
  finds: [
    [
      'a name twice',
      withPorts({ name: 'http', port: 80 }, { name: 'http', port: 81 }),
      'Service shop/api spec.ports[1].name:3: the name http is that of TCP 80 (http) already → write another name for port 81',
    ],
  ],
  isSilentOn: [['names of their own', withPorts({ name: 'a', port: 80 }, { name: 'b', port: 81 })]],
});

describeRule('service/duplicate-port', {
  finds: [
    [
      'a number twice',
      withPorts({ name: 'a', port: 80 }, { name: 'b', port: 80, targetPort: 8080 }),
      'Service shop/api spec.ports[1].port:3: TCP 80 is there already, as spec.ports[0] → write another port, or take one of the two away',
    ],
  ],
  isSilentOn: [
    ['one number for TCP and UDP', withPorts({ name: 'a', port: 53 }, { name: 'b', port: 53, protocol: 'UDP' })],
    ['two names for one port of the pods', withPorts({ name: 'a', port: 80 }, { name: 'b', port: 81, targetPort: 80 })],
  ],
});
