import { describeRule, lines } from '../../support/describe-rule';
import { findingsOf } from '../../support/findings';
import { workload } from '../../support/objects';

const http = { name: 'http', containerPort: 8080 };
const probing = (port: unknown, ports: object[] = [http], more: object = {}) =>
  lines(workload({ container: { ports, readinessProbe: { httpGet: { path: '/', port, ...more } } } }));
const PORT = 'Deployment shop/api spec.template.spec.containers[0].readinessProbe.httpGet.port:1';

describeRule('workload/probe-port-unknown-name', {
  finds: [
    [
      'a slip, and mends it',
      probing('htp'),
      `${PORT}: readinessProbe of container api asks the port named "htp"; its ports are 8080 (http) → write port: http {spec.template.spec.containers.0.readinessProbe.httpGet.port="http"}`,
    ],
    [
      'a name where the port has none',
      probing('web', [{ containerPort: 8080 }]),
      `${PORT}: readinessProbe of container api asks the port named "web"; its ports are 8080 → write port: 8080`,
    ],
    [
      'a name of another container',
      lines(
        workload({
          container: { livenessProbe: { tcpSocket: { port: 'admin' } } },
          pod: {
            initContainers: [
              {
                name: 'proxy',
                image: 'registry.example/proxy:1.4.2',
                restartPolicy: 'Always',
                ports: [{ name: 'admin', containerPort: 9901 }],
              },
            ],
          },
        }),
      ),
      'Deployment shop/api spec.template.spec.containers[0].livenessProbe.tcpSocket.port:1: livenessProbe of container api asks the port named "admin"; its ports are none → name a port of the container admin, or write its number',
    ],
    [
      'a hook before the end',
      lines(workload({ container: { ports: [http], lifecycle: { preStop: { httpGet: { port: 'stop' } } } } })),
      'Deployment shop/api spec.template.spec.containers[0].lifecycle.preStop.httpGet.port:1: preStop of container api asks the port named "stop"; its ports are 8080 (http) → write port: http',
    ],
  ],
  isSilentOn: [
    ['the name of a port', probing('http')],
    ['another host', probing('web', [http], { host: 'health.example.com' })],
    ['a command', lines(workload({ container: { readinessProbe: { exec: { command: ['true'] } } } }))],
  ],
});

describeRule('workload/probe-port-undeclared', {
  finds: [
    [
      'a number that is not declared',
      probing(80),
      `${PORT}: readinessProbe of container api asks port 80, which no container of the pod declares; it declares 8080 (http) → write port: 8080, or declare 80 if the container listens there`,
    ],
  ],
  isSilentOn: [
    ['a number that is declared', probing(8080)],
    ['a container that declares nothing', probing(80, [])],
    [
      'the port of a sidecar, which has the same address',
      lines(
        workload({
          container: { ports: [http], readinessProbe: { httpGet: { port: 9901 } } },
          pod: {
            initContainers: [
              {
                name: 'proxy',
                image: 'registry.example/proxy:1.4.2',
                restartPolicy: 'Always',
                ports: [{ containerPort: 9901 }],
              },
            ],
          },
        }),
      ),
    ],
  ],
});

describe('workload/probe-port-undeclared', () => {
  it.each([
    [8081, 'warning', 'one digit is another'],
    [80, 'warning', 'digits are missing'],
    [9902, 'info', 'a port for probes alone is mostly not declared'],
  ])('of port %d beside 8080 is %s: %s', (port, severity) => {
    expect(findingsOf('workload/probe-port-undeclared', probing(port))).toEqual([`${severity} ${PORT}`]);
  });

  it('is info beside a container that does not say where it listens', () => {
    const pod = {
      initContainers: [{ name: 'agent', image: 'registry.example/agent:1.4.2', restartPolicy: 'Always' }],
    };
    const container = { ports: [http], readinessProbe: { httpGet: { port: 8081 } } };
    expect(findingsOf('workload/probe-port-undeclared', lines(workload({ container, pod })))).toEqual([`info ${PORT}`]);
  });
});
