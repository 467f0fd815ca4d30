import { describeRule, lines } from '../../support/describe-rule';
import { service, workload } from '../../support/objects';

const pods = (...ports: object[]) => workload({ container: { ports } });
const to = (port: object) => service({ selector: { app: 'api' }, ports: [port] });

describeRule('service/target-port-undeclared', {
  finds: [
    [
      "the Service's own port for that of the pods",
      lines(pods({ containerPort: 80 }), to({ port: 8080 })),
      "Service shop/api spec.ports[0].port:3: port 8080 is the Service's; the containers of shop/api[Deployment] declare TCP 80 → write targetPort: 80, or declare TCP 8080 in the container that listens there",
    ],
    [
      'a number that no container declares',
      lines(pods({ containerPort: 80 }, { containerPort: 9090 }), to({ port: 80, targetPort: 8080 })),
      'Service shop/api spec.ports[0].targetPort:3: targetPort is 8080; the containers of shop/api[Deployment] declare TCP 80, TCP 9090 → write targetPort: 80 or 9090, or declare TCP 8080 in the container that listens there',
    ],
    [
      'the port of another protocol',
      lines(pods({ containerPort: 53, protocol: 'UDP' }), to({ port: 53 })),
      "Service shop/api spec.ports[0].port:3: port 53 is the Service's; the containers of shop/api[Deployment] declare UDP 53 → write protocol: UDP",
    ],
  ],
  isSilentOn: [
    ['a port that is declared', lines(pods({ containerPort: 8080 }), to({ port: 80, targetPort: 8080 }))],
    ['pods that declare no ports, which is their right', lines(pods(), to({ port: 80, targetPort: 8080 }))],
    [
      'a port that one of two selected workloads declares',
      lines(
        pods({ containerPort: 8080 }),
        workload({ name: 'old', labels: { app: 'api' }, container: { ports: [{ containerPort: 80 }] } }),
        to({ port: 80, targetPort: 8080 }),
      ),
    ],
    ['a name, which has a rule of its own', lines(pods({ containerPort: 8080 }), to({ port: 80, targetPort: 'http' }))],
  ],
});
