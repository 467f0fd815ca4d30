import { InputError } from '../../../network/input-error';
import { clusterOf } from '../support/manifests';

const policy = (spec: string) => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: p, namespace: prod }
spec: ${spec}`;

function problemsOf(spec: string): string {
  try {
    clusterOf(policy(spec));
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  throw new Error('the policy was accepted');
}

describe('the directions that a policy isolates', () => {
  it.each([
    ['{ podSelector: {} }', true, false],
    ['{ podSelector: {}, policyTypes: [] }', true, false],
    ['{ podSelector: {}, egress: [] }', true, false],
    ['{ podSelector: {}, egress: [{}] }', true, true],
    ['{ podSelector: {}, policyTypes: [Egress] }', false, true],
    ['{ podSelector: {}, policyTypes: [Egress], ingress: [{}] }', false, true],
    ['{ podSelector: {}, policyTypes: [Ingress, Egress] }', true, true],
    ['{ podSelector: {}, policyTypes: [Ingress], egress: [{}] }', true, false],
  ])('%s: ingress %s, egress %s', (spec, ingress, egress) => {
    const [read] = clusterOf(policy(spec)).policies;
    expect([read!.ingress !== undefined, read!.egress !== undefined]).toEqual([ingress, egress]);
  });
});

describe('what the API server refuses is refused, with the field and what would be right', () => {
  it.each([
    ['{ podSelector: {}, ingress: [{ from: [{}] }] }', 'spec.ingress[0].from[0]: the peer is empty'],
    [
      '{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0/8 }, podSelector: {} }] }] }',
      'a peer is either an ipBlock or selectors',
    ],
    [
      '{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.1 } }] }] }',
      '"10.0.0.1" is not an address block',
    ],
    ['{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 010.0.0.0/8 } }] }] }', 'is not an address block'],
    [
      '{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0/8, except: [11.0.0.0/16] } }] }] }',
      '11.0.0.0/16 is not a smaller block inside 10.0.0.0/8',
    ],
    [
      '{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0/8, except: [10.0.0.0/8] } }] }] }',
      '10.0.0.0/8 is not a smaller block inside 10.0.0.0/8',
    ],
    ['{ podSelector: {}, ingress: [{ ports: [{ port: 0 }] }] }', '0 is not a port; write 1 to 65535'],
    ['{ podSelector: {}, ingress: [{ ports: [{ port: 65536 }] }] }', '65536 is not a port'],
    ['{ podSelector: {}, ingress: [{ ports: [{ port: "80" }] }] }', '"80" is not the name of a port'],
    ['{ podSelector: {}, ingress: [{ ports: [{ port: 80, endPort: 79 }] }] }', '79 does not follow port 80'],
    ['{ podSelector: {}, ingress: [{ ports: [{ port: http, endPort: 90 }] }] }', `can't follow the named port "http"`],
    ['{ podSelector: {}, ingress: [{ ports: [{ endPort: 90 }] }] }', 'needs a port to start from'],
    ['{ podSelector: {}, ingress: [{ ports: [{ protocol: ICMP }] }] }', '"ICMP" is no protocol'],
    ['{ podSelector: {}, policyTypes: [ingress] }', '"ingress" is no policy type; write Ingress or Egress'],
    ['{ podSelector: {}, ingress: [{ to: [] }] }', 'spec.ingress[0].to: there is no such field here'],
    ['{ podSelector: { app: web } }', 'spec.podSelector.app: there is no such field here'],
    [
      '{ podSelector: {}, ingress: [{ from: [{ namespaceSelector: { podSelector: {} } }] }] }',
      'spec.ingress[0].from[0].namespaceSelector.podSelector: there is no such field here; the fields are matchLabels, matchExpressions; podSelector is a field of a peer, an item of from or to, so look at its indentation',
    ],
    ['{ podSelector: { matchLabels: { app: true } } }', 'true is not a label value'],
    ['{ podSelector: { matchExpressions: [{ key: app, operator: in, values: [a] }] } }', 'the operator is "in"'],
    ['{ podSelector: { matchExpressions: [{ key: app, operator: In }] } }', 'In needs at least one value'],
    ['{ podSelector: { matchExpressions: [{ key: app, operator: Exists, values: [a] }] } }', 'Exists takes no values'],
    ['{ podSelector: { matchExpressions: [{ operator: Exists }] } }', 'the key is missing'],
    ['{ podSelector: { matchLabels: { "a/b/c": x } } }', '"a/b/c" is not a label key'],
    ['{ podSelector: [] }', '[] is not a map of fields'],
    ['{ podSelector: {}, ingress: {} }', '{} is not a list'],
  ])('%s', (spec, message) => {
    expect(problemsOf(spec)).toContain(message);
  });

  it('names all problems of all objects at once', () => {
    const problems = problemsOf(
      '{ podSelector: {}, policyTypes: [X], ingress: [{ ports: [{ port: 0 }, { port: -1 }] }] }',
    );
    expect(problems.split('\n')).toHaveLength(3);
  });
});

it('cuts the host bits of a block off, as the API server does', () => {
  const [read] = clusterOf(
    policy('{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 10.1.2.3/8 } }] }] }'),
  ).policies;
  expect(read!.ingress![0]!.peers![0]).toMatchObject({ block: { first: 10n << 24n, last: (11n << 24n) - 1n } });
});

it('takes an object once that is there twice alike, and refuses two that differ', () => {
  const twice = `${policy('{ podSelector: {} }')}\n---${policy('{ podSelector: {} }')}`;
  expect(clusterOf(twice).policies).toHaveLength(1);
  const different = `${policy('{ podSelector: {} }')}\n---${policy('{ podSelector: {}, policyTypes: [Egress] }')}`;
  expect(() => clusterOf(different)).toThrow('NetworkPolicy prod/p is there twice and differs');
});
