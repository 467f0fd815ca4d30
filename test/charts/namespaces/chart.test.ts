import { App } from 'cdk8s';
import { NamespacesChart } from '../../../charts/namespaces/chart';

describe('NamespacesChart', () => {
  it.each([
    'production',
    'price-history-large',
    'test',
  ])('makes the namespace %s, which takes only pods that keep to "restricted"', (name) => {
    expect(new NamespacesChart(new App(), 'namespaces').toJson()).toContainEqual({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
    });
  });
});
