import { Live } from '../state/live';
import type { KubeObject } from '../state/system';
import { argumentsOf, variablesOf } from './container';

const service = (namespace: string, name: string, clusterIP: string, ...ports: object[]): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { namespace, name },
  spec: { clusterIP, ports },
});
const live = new Live([
  service('default', 'kubernetes', '10.96.0.1', { name: 'https', port: 443, protocol: 'TCP' }),
  service('shop', 'price-api', '10.96.0.7', { name: 'web-ui', port: 80, protocol: 'TCP' }),
  service('shop', 'headless', 'None', { port: 5432, protocol: 'TCP' }),
  service('other', 'far', '10.96.0.8', { port: 53, protocol: 'UDP' }),
  {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { namespace: 'shop', name: 'keys' },
    data: { KEY: Buffer.from('opens').toString('base64') },
  },
]);
const OF_API_SERVER = {
  KUBERNETES_SERVICE_HOST: '10.96.0.1',
  KUBERNETES_SERVICE_PORT: '443',
  KUBERNETES_SERVICE_PORT_HTTPS: '443',
  KUBERNETES_PORT: 'tcp://10.96.0.1:443',
  KUBERNETES_PORT_443_TCP: 'tcp://10.96.0.1:443',
  KUBERNETES_PORT_443_TCP_PROTO: 'tcp',
  KUBERNETES_PORT_443_TCP_PORT: '443',
  KUBERNETES_PORT_443_TCP_ADDR: '10.96.0.1',
};

function pod(container: object, enableServiceLinks?: boolean): KubeObject {
  return { metadata: { namespace: 'shop', name: 'web' }, spec: { containers: [container], enableServiceLinks } };
}

describe('a container', () => {
  it('gets the variables of the API server, and of no other Service where links are off', () => {
    expect(variablesOf(pod({}, false), live)).toEqual(OF_API_SERVER);
  });

  it('gets the variables of the Services in its namespace that have an address, unless links are off', () => {
    expect(variablesOf(pod({}), live)).toEqual({
      ...OF_API_SERVER,
      PRICE_API_SERVICE_HOST: '10.96.0.7',
      PRICE_API_SERVICE_PORT: '80',
      PRICE_API_SERVICE_PORT_WEB_UI: '80',
      PRICE_API_PORT: 'tcp://10.96.0.7:80',
      PRICE_API_PORT_80_TCP: 'tcp://10.96.0.7:80',
      PRICE_API_PORT_80_TCP_PROTO: 'tcp',
      PRICE_API_PORT_80_TCP_PORT: '80',
      PRICE_API_PORT_80_TCP_ADDR: '10.96.0.7',
    });
  });

  it('gets its own variables: plain ones, of Secrets, and made of those before', () => {
    const env = [
      { name: 'HOST', value: 'minio' },
      { name: 'URL', value: 'http://$(HOST):9000/$(LATER)/$$(HOST)' },
      { name: 'LATER', value: 'x' },
      { name: 'EMPTY' },
      { name: 'KEY', valueFrom: { secretKeyRef: { name: 'keys', key: 'KEY' } } },
      { name: 'KUBERNETES_SERVICE_PORT', value: 'of its own' },
    ];
    expect(variablesOf(pod({ env }, false), live)).toEqual({
      ...OF_API_SERVER,
      HOST: 'minio',
      URL: 'http://minio:9000/$(LATER)/$(HOST)',
      LATER: 'x',
      EMPTY: '',
      KEY: 'opens',
      KUBERNETES_SERVICE_PORT: 'of its own',
    });
  });

  it.each([
    ['a Secret that is not there', { secretKeyRef: { name: 'none', key: 'KEY' } }, 'no key KEY in a Secret shop/none'],
    ['a key that is not there', { secretKeyRef: { name: 'keys', key: 'NONE' } }, 'no key NONE in a Secret shop/keys'],
    ['a value from elsewhere', { fieldRef: { fieldPath: 'status.podIP' } }, 'read from Secrets only'],
  ])('is not started with %s', (_what, valueFrom, message) => {
    expect(() => variablesOf(pod({ env: [{ name: 'KEY', valueFrom }] }), live)).toThrow(message);
  });

  it('has its arguments, with folders for its volumes', () => {
    expect(argumentsOf(pod({ args: ['server', '/data'] }), { '/data': '/folder' })).toEqual(['server', '/folder']);
    expect(argumentsOf(pod({}), {})).toEqual([]);
  });
});
