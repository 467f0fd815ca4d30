import { app, ingress, pods, policy, TO_DNS } from '../../support/policies';
import { ruleSays } from '../../support/rule-says';

const PEERS = { PEERS: 'http://store-{0...3}.store:8080/data' };
const store = (replicas: number, env: Readonly<Record<string, string>> = PEERS) =>
  pods('store', { kind: 'StatefulSet', env, more: { replicas, serviceName: 'store' } });
const WEB = pods('web');
const FROM_WEB = ingress('store', { from: [app('web')], ports: [{ port: 8080 }] });

ruleSays(
  'policy/self-traffic',
  [
    [
      'pods of a set that name each other and are kept apart',
      store(4) + WEB + FROM_WEB,
      [
        'error NetworkPolicy shop/store spec.ingress:11 the pods of shop/store[StatefulSet] name each other (store-{0...3}), and by NetworkPolicy shop/store none of them reaches another on TCP 8080 → add a rule for ingress with a podSelector of their own labels, such as app: store, on TCP 8080',
      ],
    ],
    [
      'pods that are not let out to each other',
      store(3, { PEERS: 'store-0.store:8080,store-1.store:8080' }) +
        policy('store', `  policyTypes: [Egress]\n  egress: ${JSON.stringify([TO_DNS])}`),
      [
        'error NetworkPolicy shop/store spec.egress:9 the pods of shop/store[StatefulSet] name each other (store-0), and by NetworkPolicy shop/store none of them reaches another on TCP 8080 → add a rule for egress with a podSelector of their own labels, such as app: store, on TCP 8080',
      ],
    ],
  ],
  [
    ['pods that let each other in', store(4) + WEB + ingress('store', { from: [app('web'), app('store')] })],
    ['a set of one pod', store(1) + WEB + FROM_WEB],
    ['pods that do not name each other', store(4, {}) + WEB + FROM_WEB],
    [
      'pods that name those of a longer name',
      store(4, { OTHER: 'http://big-store-0.big-store:8080' }) + WEB + FROM_WEB,
    ],
    ['pods that no policy selects', store(4)],
  ],
);
