import { serviceEnvironment } from '../../../network/route/service-environment';
import { clusterOf } from '../support/manifests';

const environment = (name: string, spec: string) =>
  serviceEnvironment(
    clusterOf(`{apiVersion: v1, kind: Service, metadata: {name: ${name}}, spec: {${spec}}}`).services[0]!,
  );

describe('the variables of a Service', () => {
  test('give its cluster IP and port, and the link that may collide with the settings of an app (001-16)', () => {
    expect(environment('api-service', 'clusterIP: 10.0.0.100, ports: [{port: 8080}]')).toEqual({
      API_SERVICE_SERVICE_HOST: '10.0.0.100',
      API_SERVICE_SERVICE_PORT: '8080',
      API_SERVICE_PORT: 'tcp://10.0.0.100:8080',
      API_SERVICE_PORT_8080_TCP: 'tcp://10.0.0.100:8080',
      API_SERVICE_PORT_8080_TCP_PROTO: 'tcp',
      API_SERVICE_PORT_8080_TCP_PORT: '8080',
      API_SERVICE_PORT_8080_TCP_ADDR: '10.0.0.100',
    });
  });

  test('have one for each named port, and IPv6 addresses in brackets', () => {
    expect(
      environment(
        'dns',
        'clusterIP: "fd00::a", ports: [{name: dns-udp, port: 53, protocol: UDP}, {name: web, port: 80}]',
      ),
    ).toMatchObject({
      DNS_SERVICE_PORT: '53',
      DNS_SERVICE_PORT_DNS_UDP: '53',
      DNS_SERVICE_PORT_WEB: '80',
      DNS_PORT: 'udp://[fd00::a]:53',
      DNS_PORT_80_TCP: 'tcp://[fd00::a]:80',
    });
  });

  test('leave open an address that the input does not have', () => {
    expect(environment('api', 'ports: [{port: 80}]').API_SERVICE_HOST).toBe('<cluster IP>');
  });

  test.each([
    'clusterIP: None, ports: [{port: 80}]',
    'type: ExternalName, externalName: a.com, ports: [{port: 80}]',
  ])('are none where there is no cluster IP: %s', (spec) => {
    expect(environment('api', spec)).toEqual({});
  });
});
