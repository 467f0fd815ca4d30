import { describeRule, lines } from '../../support/describe-rule';
import { service, workload } from '../../support/objects';

const ports = (...some: object[]) => ({ container: { ports: some } });
const to = (targetPort: string, more: object = {}) =>
  service({ selector: { app: 'api' }, ports: [{ port: 80, targetPort, ...more }] });

describeRule('service/target-port-unknown-name', {
  finds: [
    [
      'a slip in the name, and mends it',
      lines(workload(ports({ name: 'http', containerPort: 8080 })), to('htpp')),
      'Service shop/api spec.ports[0].targetPort:3: sends its port 80 to the TCP port named "htpp", which no container of shop/api[Deployment] has; they declare TCP 8080 (http) → write targetPort: http, or name the port of the container htpp {spec.ports.0.targetPort="http"}',
    ],
    [
      'the name of a port that has none',
      lines(workload(ports({ containerPort: 8080 })), to('http')),
      'Service shop/api spec.ports[0].targetPort:3: sends its port 80 to the TCP port named "http", which no container of shop/api[Deployment] has; they declare TCP 8080 → write targetPort: 8080, or name the port of the container http',
    ],
    [
      'a name of another protocol',
      lines(workload(ports({ name: 'dns', containerPort: 53, protocol: 'UDP' })), to('dns')),
      'Service shop/api spec.ports[0].targetPort:3: sends its port 80 to the TCP port named "dns", which no container of shop/api[Deployment] has; they declare UDP 53 (dns) → name the port of the container dns, or write its number here',
    ],
  ],
  isSilentOn: [
    ['the name of a port', lines(workload(ports({ name: 'http', containerPort: 8080 })), to('http'))],
    [
      'the name of a port of a native sidecar',
      lines(
        workload({
          pod: {
            initContainers: [
              {
                name: 'proxy',
                image: 'registry.example/proxy:1.4.2',
                restartPolicy: 'Always',
                ports: [{ name: 'mesh', containerPort: 15_000 }],
              },
            ],
          },
        }),
        to('mesh'),
      ),
    ],
    [
      'a name that one of two selected workloads has',
      lines(
        workload(ports({ name: 'http', containerPort: 8080 })),
        workload({ name: 'other', labels: { app: 'api' } }),
        to('http'),
      ),
    ],
    ['a Service without pods, which is a mistake of its own', lines(workload({ labels: { app: 'x' } }), to('http'))],
  ],
});
