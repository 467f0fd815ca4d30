import { diagnoseText, findingsOf } from '../../support/findings';
import { app, egress, ingress, inNamespace, pods, TO_DNS } from '../../support/policies';

const RULE = 'policy/one-sided';
const PODS = pods('web') + pods('api', { ports: [{ containerPort: 8080 }, { containerPort: 9090 }] });
const on = (port: number, protocol = 'TCP') => ({ ports: [{ protocol, port }] });
const TO_API = egress('web', { to: [app('api')], ...on(8080) }, TO_DNS);

function found(yaml: string) {
  return diagnoseText(yaml).filter(({ rule }) => rule === RULE);
}

describe(RULE, () => {
  it('finds an egress rule to pods that do not let them in', () => {
    const yaml = PODS + TO_API + ingress('api', { from: [app('api')] });
    expect(findingsOf(RULE, yaml)).toEqual(['error NetworkPolicy shop/web spec.egress[0].to[0]:11']);
    expect(found(yaml)[0]!.message).toBe(
      'shop/web[Deployment] may send to shop/api[Deployment], but no ingress rule of NetworkPolicy shop/api admits that on TCP 8080',
    );
    expect(found(yaml)[0]!.fix).toContain('add a rule from shop/web[Deployment] on TCP 8080 to NetworkPolicy shop/api');
  });

  it('finds an ingress rule for pods that are not let out', () => {
    const yaml = PODS + egress('web', TO_DNS) + ingress('api', { from: [app('web')], ...on(8080) });
    expect(findingsOf(RULE, yaml)).toEqual(['error NetworkPolicy shop/api spec.ingress[0].from[0]:19']);
    expect(found(yaml)[0]!.fix).toContain('add a rule to shop/api[Deployment] on TCP 8080 to NetworkPolicy shop/web');
  });

  it('says once that two rules name different ports, where it can not tell which is right', () => {
    const yaml = PODS + TO_API + ingress('api', { from: [app('web')], ...on(9090) });
    expect(findingsOf(RULE, yaml)).toEqual(['error NetworkPolicy shop/web spec.egress[0].ports:11']);
  });

  it('blames the rule whose port the pods do not listen on', () => {
    const yaml = PODS + TO_API + ingress('api', { from: [app('web')], ...on(8080, 'UDP') });
    expect(findingsOf(RULE, yaml)).toEqual(['error NetworkPolicy shop/api spec.ingress[0].ports:19']);
    expect(found(yaml)[0]!.fix).toBe('write TCP 8080');
  });

  const FROM_API = ingress('api', { from: [app('api')] });
  it.each([
    ['both sides that agree', PODS + TO_API + ingress('api', { from: [app('web')], ...on(8080) })],
    ['an end that no policy isolates', PODS + TO_API],
    [
      'an end that admits one of the ports',
      PODS + egress('web', { to: [app('api')] }, TO_DNS) + ingress('api', on(9090)),
    ],
    [
      'a peer of which some pods get through',
      PODS + pods('db') + egress('web', { to: [{ podSelector: {} }] }, TO_DNS) + FROM_API,
    ],
    ['a rule for all pods of the cluster', PODS + egress('web', { to: [{ namespaceSelector: {} }] }) + FROM_API],
    ['pods that the input does not have', PODS + egress('web', { to: [inNamespace('data')] }, TO_DNS) + FROM_API],
    [
      'an end that a block may admit',
      PODS + TO_API + ingress('api', { from: [{ ipBlock: { cidr: '10.0.0.0/8' } }], ...on(8080) }),
    ],
    [
      'an end on the network of its node',
      pods('web') + pods('api', { spec: { hostNetwork: true } }) + TO_API + FROM_API,
    ],
    ['what a peer without pods explains already', PODS + TO_API + ingress('api', { from: [app('wbe')], ...on(8080) })],
    [
      'an end with policies of another kind, which may open it',
      `${PODS}${TO_API}${FROM_API}apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: { name: api, namespace: shop }
`,
    ],
  ])('is silent on %s', (_, text) => {
    expect(findingsOf(RULE, text)).toEqual([]);
  });
});
