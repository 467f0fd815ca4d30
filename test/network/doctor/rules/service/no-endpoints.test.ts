import { findingsOf } from '../../support/findings';

const POD = `
apiVersion: v1
kind: Pod
metadata: { name: api, namespace: shop, labels: { app: api } }
spec: { containers: [{ name: api, image: "registry.example/api:1.4.2" }] }
---`;

function service(spec: string, namespace = 'shop'): string {
  return `${POD}
apiVersion: v1
kind: Service
metadata: { name: api, namespace: ${namespace} }
spec: ${spec}
`;
}

describe('service/no-endpoints', () => {
  it('finds a selector that no pod has the labels of', () => {
    expect(findingsOf('service/no-endpoints', service('{ selector: { app: apii }, ports: [{ port: 80 }] }'))).toEqual([
      'error Service shop/api spec.selector:10',
    ]);
  });

  it.each([
    ['labels of the pods', '{ selector: { app: api }, ports: [{ port: 80 }] }', 'shop'],
    ['no selector: endpoints are made by hand', '{ ports: [{ port: 80 }] }', 'shop'],
    [
      'another name for a host',
      '{ type: ExternalName, externalName: a.example, selector: { app: x }, ports: [{ port: 80 }] }',
      'shop',
    ],
    ['a namespace whose pods are not in the input', '{ selector: { app: x }, ports: [{ port: 80 }] }', 'other'],
  ])('is silent on %s', (_, spec, namespace) => {
    expect(findingsOf('service/no-endpoints', service(spec, namespace))).toEqual([]);
  });
});
