import { lines } from './support/describe-rule';
import { diagnoseText } from './support/findings';
import { service, workload } from './support/objects';

/** Findings of what the API server refuses, as `code object: message`. */
function refusals(yaml: string): string[] {
  return diagnoseText(yaml)
    .filter(({ rule }) => rule.startsWith('input/'))
    .map(
      ({ rule, object, field, position, message }) =>
        `${rule} ${[object, field].filter(Boolean).join(' ')}:${position.line}: ${message}`,
    );
}

const policy = (type: string) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'deny', namespace: 'shop' },
  spec: { podSelector: {}, policyTypes: [type] },
});

describe('what the API server refuses', () => {
  it.each([
    [
      'one Service written twice with different ports',
      lines(service({ ports: [{ port: 80 }] }), service({ ports: [{ port: 81 }] })),
      'input/duplicate Service shop/api:1: is there twice and differs; the one in test.yaml:3 is the last to be applied, and wins',
    ],
    [
      'one policy written twice with different types',
      lines(policy('Ingress'), policy('Egress')),
      'input/duplicate NetworkPolicy shop/deny:1: is there twice and differs; the one in test.yaml:3 is the last to be applied, and wins',
    ],
    [
      'an annotation that is a boolean',
      lines({ ...workload(), metadata: { name: 'api', annotations: { enabled: true } } }),
      'input/shape :1: Deployment "api": metadata.annotations: "enabled" is the boolean true, must be text: put it in quotes',
    ],
    [
      'a label of the pods that is a number',
      lines(workload({ labels: { version: 2 as unknown as string } })),
      'input/shape Deployment shop/api spec.template.metadata.labels.version:1: 2 is not a string; write it in quotes',
    ],
  ])('is named with its remedy: %s', (_, yaml, found) => expect(refusals(yaml)).toContain(found));

  it('is not named where the same object is there twice, word for word', () =>
    expect(refusals(lines(policy('Ingress'), policy('Ingress')))).toEqual([]));
});
