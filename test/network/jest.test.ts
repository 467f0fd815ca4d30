import { App, Chart } from 'cdk8s';
import { HistoryServer, Minio, MinioIsolation } from '../../charts';
import { readNetwork } from '../../network';
import '../../network/jest';

const app = `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: prod, labels: { app: web } }
spec: { containers: [{ ports: [{ containerPort: 80 }] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: db, namespace: prod, labels: { app: db } }
spec: { containers: [{ ports: [{ containerPort: 5432 }] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: job, namespace: prod, labels: { app: job } }
spec: { containers: [{}] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: db, namespace: prod }
spec:
  podSelector: { matchLabels: { app: db } }
  ingress: [{ from: [{ podSelector: { matchLabels: { app: web } } }] }]
`;

const cilium = '\n---\napiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: { name: x, namespace: prod }';
const shopService =
  '\n---\napiVersion: v1\nkind: Service\nmetadata: { name: s, namespace: shop }\nspec: { ports: [{ port: 80 }] }';

/** The message of an assertion that fails. */
function failure(assertion: () => void): string {
  try {
    assertion();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the assertion held');
}

describe('toReach', () => {
  it('holds for what is allowed, and not.toReach for what is denied', () => {
    expect(app).toReach('prod/web', 'prod/db:5432');
    expect(app).not.toReach('prod/job', 'prod/db:5432');
  });

  it('says why not, where, and what would allow it', () => {
    const message = failure(() => expect(app).toReach('prod/job', 'prod/db:5432'));
    expect(message).toContain('prod/job[Pod] -> prod/db[Pod] on TCP 5432: denied');
    expect(message).toContain('ingress: isolated by prod/db (text:');
    expect(message).toContain('to make it pass: label prod/job[Pod] app=web');
  });

  it('says what lets it through when it should not', () => {
    const message = failure(() => expect(app).not.toReach('prod/web', 'prod/db:5432'));
    expect(message).toContain('ingress: admitted by spec.ingress[0] of prod/db (text:');
    expect(message).toContain('to make it pass: narrow spec.ingress[0] of NetworkPolicy prod/db (text:');
    expect(failure(() => expect(app).not.toReach('prod/db', 'prod/web:80'))).toContain(
      'to make it pass: add a NetworkPolicy that selects prod/web[Pod] for ingress',
    );
  });

  it('fails either way for a connection that can not be there', () => {
    expect(failure(() => expect(app).toReach('prod/job', 'prod/db:9'))).toContain('not applicable');
    expect(failure(() => expect(app).not.toReach('prod/job', 'prod/db:9'))).toContain('not applicable');
  });

  it('fails either way for what network plugins decide differently', () => {
    const open = app.replace('[{ podSelector: { matchLabels: { app: web } } }]', '[{ ipBlock: { cidr: 10.0.0.0/8 } }]');
    expect(failure(() => expect(open).toReach('prod/web', 'prod/db:5432'))).toContain('undecidable');
    expect(failure(() => expect(open).not.toReach('prod/web', 'prod/db:5432'))).toContain('undecidable');
  });

  it('refuses a name of nothing rather than call it unreachable', () => {
    expect(() => expect(app).not.toReach('prod/wep', 'prod/db:5432')).toThrow(
      'no workload or Service is called "prod/wep"',
    );
  });
});

describe('toBeIsolated', () => {
  it('holds for the directions that some policy isolates', () => {
    expect(app).toBeIsolated('prod/db', 'ingress');
    expect(app).not.toBeIsolated('prod/db', 'egress');
    expect(app).not.toBeIsolated('prod/db');
    expect(app).not.toBeIsolated('prod/web');
  });

  it('names the policies, or that there is none', () => {
    expect(failure(() => expect(app).toBeIsolated('prod/web', 'ingress'))).toContain(
      'no policy of namespace prod isolates ingress to prod/web[Pod]',
    );
    expect(failure(() => expect(app).not.toBeIsolated('prod/db', 'ingress'))).toMatch(
      /prod\/db \(text:\d+\) isolates ingress/,
    );
  });

  it.each([
    [
      () => expect(app).toBeIsolated('prod/web', 'ingress'),
      /add a NetworkPolicy to namespace prod that selects app=web, with policyTypes: \[Ingress\]$/,
    ],
    [
      () => expect(app).toBeIsolated('prod/db'),
      /set policyTypes: \[Ingress, Egress\] in NetworkPolicy prod\/db \(text:17\)$/,
    ],
    [
      () => expect(app).not.toBeIsolated('prod/db', 'ingress'),
      /keep prod\/db\[Pod\] out of the podSelector of prod\/db \(text:17\)$/,
    ],
    [
      () => expect(app.replace('spec: { c', 'spec: { hostNetwork: true, c')).toBeIsolated('prod/web'),
      /take hostNetwork out of prod\/web\[Pod\], and add a policy that selects it$/,
    ],
  ])('says what would make it pass (%#)', (assertion, change) => {
    const [, remedy] = failure(assertion).split('to make it pass: ');
    expect(remedy).toMatch(change);
  });
});

describe('toOnlyBeReachedBy', () => {
  it('holds when exactly the named ones reach it', () => {
    expect(app).toOnlyBeReachedBy('prod/db:5432', ['prod/web']);
  });

  it('names everyone else who reaches it, addresses outside too', () => {
    const message = failure(() => expect(app).toOnlyBeReachedBy('prod/web:80', ['prod/db']));
    expect(message).toContain('it is also reached on TCP 80 from prod/job[Pod]');
    expect(message).toContain('it is also reached on TCP 80 from 0.0.0.0-255.255.255.255');
    expect(message.match(/to make it pass: .*/g)).toEqual([
      'to make it pass: add a NetworkPolicy that selects prod/web[Pod] for ingress, and admits only who may',
    ]);
  });

  it('names those who should reach it and do not', () => {
    const message = failure(() => expect(app).toOnlyBeReachedBy('prod/db:5432', ['prod/web', 'prod/job']));
    expect(message).toContain('prod/job[Pod] -> prod/db[Pod] on TCP 5432: denied');
    expect(message).toContain('to make it pass: label prod/job[Pod] app=web');
  });
});

describe('toOnlyBeReachedBy where there is nobody', () => {
  const nowhere =
    '\n---\napiVersion: v1\nkind: Service\nmetadata: { name: s, namespace: prod }\nspec: { selector: { app: none }, ports: [{ port: 80 }] }';

  it('fails, and says why', () => {
    expect(failure(() => expect(app + nowhere).toOnlyBeReachedBy('prod/s:80', []))).toContain(
      'Service prod/s selects app=none',
    );
    expect(failure(() => expect(app + nowhere).toOnlyBeReachedBy('prod/s:81', []))).toContain('has no port 81');
  });

  it('refuses what policies do not speak of, and takes pods that are only supposed', () => {
    expect(() => expect(app).toOnlyBeReachedBy('10.0.0.1:80', [])).toThrow('is no workload');
    expect(app).toOnlyBeReachedBy('prod/db:5432', ['prod/web', 'prod/{app=web}']);
    expect(failure(() => expect(app).toOnlyBeReachedBy('prod/{app=x}:80', []))).toContain('from prod/web[Pod]');
  });
});

describe('toResolve', () => {
  const service =
    '\n---\napiVersion: v1\nkind: Service\nmetadata: { name: db, namespace: prod }\nspec: { selector: { app: db }, ports: [{ port: 5432 }] }';

  it('asks as a pod of a namespace or workload does', () => {
    expect(app + service).toResolve('db', 'prod');
    expect(app + service).toResolve('db', 'prod/web');
    expect(app + service).toResolve('db.prod.svc', 'other/{app=x}');
    expect(app + service).not.toResolve('bd', 'prod');
  });

  it('says which names were tried, and the nearest one there is', () => {
    const message = failure(() => expect(app + service).toResolve('dbs', 'prod'));
    expect(message).toContain('tried: dbs.prod.svc.cluster.local');
    expect(message).toContain('to make it pass: write db.prod.svc.cluster.local');
  });

  it.each([
    [() => expect(app + service).toResolve('db', 'other/{app=x}'), 'write db.prod.svc.cluster.local'],
    [() => expect(app + service).toResolve('web', 'prod'), 'put a Service in front of prod/web[Pod]'],
    [
      () => expect(app + service).toResolve('nothing-like-it', 'prod'),
      'add a Service nothing-like-it to namespace prod',
    ],
    [() => expect(app + service).toResolve('db-0.db', 'prod'), 'write a name that Service prod/db (text:'],
    [() => expect(app + service).not.toResolve('db', 'prod'), 'rename or remove Service prod/db (text:'],
    [() => expect(app).not.toResolve('example.com', 'prod'), 'ask for another name: no manifest makes example.com'],
    [
      () => expect(app.replace('spec: { c', 'spec: { dnsPolicy: Default, c') + service).toResolve('db', 'prod/web'),
      'set dnsPolicy: ClusterFirst',
    ],
    [
      () => expect(app.replace('spec: { c', 'spec: { hostNetwork: true, c') + service).toResolve('db', 'prod/web'),
      'set dnsPolicy: ClusterFirstWithHostNet',
    ],
  ])('says what would make it pass (%#)', (assertion, change) => {
    expect(failure(assertion)).toContain(`to make it pass: ${change}`);
  });
});

describe('toRouteTo', () => {
  const shop = (name: string) => `
---
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: shop, labels: { app: ${name} } }
spec: { containers: [{ ports: [{ containerPort: 80 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { selector: { app: ${name} }, ports: [{ port: 80 }] }`;
  const ingress = `
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop, namespace: shop }
spec:
  ingressClassName: nginx
  rules:
    - host: shop.example
      http:
        paths:
          - { path: /cart, pathType: Prefix, backend: { service: { name: cart, port: { number: 80 } } } }
          - { path: /, pathType: Prefix, backend: { service: { name: front, port: { number: 80 } } } }`;
  const yaml = shop('cart') + shop('front') + ingress;

  it('tells which Service a URL gets', () => {
    expect(yaml).toRouteTo('http://shop.example/cart/7', 'shop/cart:80');
    expect(yaml).toRouteTo('http://shop.example/cartoon', 'front');
    expect(yaml).not.toRouteTo('http://shop.example/cartoon', 'shop/cart:80');
    expect(yaml).not.toRouteTo('http://other.example/', 'shop/front:80');
  });

  it('says which rule decides, and refuses a Service or port that is not there', () => {
    expect(failure(() => expect(yaml).toRouteTo('http://shop.example/', 'shop/cart:80'))).toContain('shop/front');
    expect(() => expect(yaml).not.toRouteTo('http://shop.example/', 'shop/card')).toThrow('"shop/card[Service]"');
    expect(() => expect(yaml).not.toRouteTo('http://shop.example/', 'shop/cart:81')).toThrow('has no port 81');
  });

  it.each([
    [
      () => expect(yaml).toRouteTo('http://shop.example/sale', 'shop/cart:80'),
      /point the rule at text:\d+ to shop\/cart:80, or add a rule for host shop.example and path \/sale that leads to it$/,
    ],
    [
      () => expect(yaml).toRouteTo('http://other.example/', 'shop/cart:80'),
      /add a rule for host other.example and path \/ that leads to shop\/cart:80$/,
    ],
    [
      () => expect(yaml).not.toRouteTo('http://shop.example/', 'shop/front'),
      /point the rule at text:\d+ to another Service, or take it out$/,
    ],
  ])('says what would make it pass (%#)', (assertion, change) => {
    expect(failure(assertion)).toMatch(change);
  });
});

it.each([
  ['toReach', () => expect(app + cilium).toReach('prod/job', 'prod/db:5432')],
  ['toBeIsolated', () => expect(app + cilium).toBeIsolated('prod/db')],
  ['toOnlyBeReachedBy', () => expect(app + cilium).toOnlyBeReachedBy('prod/db:5432', [])],
  ['toResolve', () => expect(app + cilium).toResolve('db', 'prod')],
  ['toRouteTo', () => expect(app + shopService + cilium).toRouteTo('http://shop.example/', 'shop/s')],
])('%s names what it does not take into account', (_name, assertion) => {
  expect(failure(assertion)).toContain('  not taken into account: CiliumNetworkPolicy prod/x (cilium.io/v2)');
});

it('takes an app in memory, with constructs as ends, and names the construct of a policy', () => {
  const chart = new Chart(new App(), 'prices', { namespace: 'prod' });
  const minio = new Minio(chart, 'minio');
  const historyServer = new HistoryServer(chart, 'history', { image: 'history-server:1', minio });
  new MinioIsolation(chart, 'isolation', { minio, historyServer });
  expect(chart).toReach(historyServer, minio, 9000);
  expect(chart).toOnlyBeReachedBy(minio, [historyServer]);
  const message = failure(() => expect(chart).toReach('prod/{app=other}', minio));
  expect(message).toContain('isolated by prod/minio-network-policy (prices/isolation');
});

it('takes a network that was read before', () => {
  expect(readNetwork(app)).toReach('prod/web', 'prod/db');
});
