import { diagnoseText, findingsOf } from '../../support/findings';
import { app, egress, ingress, pods, policy, service } from '../../support/policies';

const RULE = 'policy/service-port-instead-of-pod-port';
const API = pods('api') + pods('web') + service('api', 80, 8080);
const FROM_WEB = { from: [app('web')] };

describe(RULE, () => {
  const yaml = `${API}${policy(
    'api',
    `  policyTypes: [Ingress]
  ingress:
    - from: [{ podSelector: { matchLabels: { app: web } } }]
      ports:
        - port: 80`,
  )}`;

  it('finds the port of a Service whose pods listen on another, and writes that one', () => {
    expect(findingsOf(RULE, yaml)).toEqual(['error NetworkPolicy shop/api spec.ingress[0].ports[0].port:16']);
    const [finding] = diagnoseText(yaml).filter(({ rule }) => rule === RULE);
    expect(finding!.message).toBe(
      'port 80 is that of Service shop/api; its pods listen on 8080, and policies see the port of the pods',
    );
    expect(finding!.edits).toEqual([{ path: ['spec', 'ingress', 0, 'ports', 0, 'port'], value: 8080 }]);
  });

  it.each([
    ['in an egress rule', API + egress('web', { to: [app('api')], ports: [{ port: 80 }] })],
    [
      'behind the name of a port',
      pods('api', { ports: [{ name: 'http', containerPort: 8080 }] }) +
        service('api', 80, 'http') +
        ingress('api', { ports: [{ port: 80 }] }),
    ],
  ])('finds it %s', (_, text) => {
    expect(findingsOf(RULE, text)).toHaveLength(1);
  });

  it.each([
    ['pods that declare no ports', pods('old', { ports: [] })],
    ['pods of another port', pods('old')],
  ])('warns and writes nothing where the policy is for other pods, too: %s', (_, others) => {
    const text = API + others + policy('all', '  policyTypes: [Ingress]\n  ingress: [{ ports: [{ port: 80 }] }]', '{}');
    const found = diagnoseText(text).filter(({ rule }) => rule === RULE);
    expect(found).toMatchObject([{ severity: 'warning', fix: 'write 8080' }]);
    expect(found[0]).not.toHaveProperty('edits');
  });

  it.each([
    [
      'a port that another Service leads to',
      pods('api') +
        pods('old', { ports: [] }) +
        service('api', 80, 8080) +
        service('old', 80, 80) +
        policy('all', '  policyTypes: [Ingress]\n  ingress: [{ ports: [{ port: 80 }] }]', '{}'),
    ],
    ['the port of the pods', API + ingress('api', { ...FROM_WEB, ports: [{ port: 8080 }] })],
    ['both ports', API + ingress('api', { ...FROM_WEB, ports: [{ port: 80 }, { port: 8080 }] })],
    [
      'the same port of another protocol',
      API + ingress('api', { ...FROM_WEB, ports: [{ protocol: 'UDP', port: 80 }] }),
    ],
    [
      'pods that listen on the number, too',
      pods('api', { ports: [{ containerPort: 80 }, { containerPort: 8080 }] }) +
        service('api', 80, 8080) +
        ingress('api', { ports: [{ port: 80 }] }),
    ],
    [
      'a headless Service, which leads to the pods themselves',
      pods('api') + service('api', 80, 8080, { clusterIP: 'None' }) + ingress('api', { ports: [{ port: 80 }] }),
    ],
    ['a Service of other pods', API + pods('db') + ingress('db', { ports: [{ port: 80 }] })],
    [
      'addresses outside',
      API + egress('web', { to: [{ ipBlock: { cidr: '203.0.113.0/24' } }], ports: [{ port: 80 }] }),
    ],
  ])('is silent on %s', (_, text) => {
    expect(findingsOf(RULE, text)).toEqual([]);
  });
});
