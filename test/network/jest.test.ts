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
    expect(message).toContain('to allow it: label prod/job[Pod] app=web');
  });

  it('says what lets it through when it should not', () => {
    const message = failure(() => expect(app).not.toReach('prod/web', 'prod/db:5432'));
    expect(message).toContain('ingress: admitted by spec.ingress[0] of prod/db (text:');
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
});

describe('toOnlyBeReachedBy', () => {
  it('holds when exactly the named ones reach it', () => {
    expect(app).toOnlyBeReachedBy('prod/db:5432', ['prod/web']);
  });

  it('names everyone else who reaches it, addresses outside too', () => {
    const message = failure(() => expect(app).toOnlyBeReachedBy('prod/web:80', ['prod/db']));
    expect(message).toContain('it is also reached on TCP 80 from prod/job[Pod]');
    expect(message).toContain('it is also reached on TCP 80 from 0.0.0.0-255.255.255.255');
  });

  it('names those who should reach it and do not', () => {
    const message = failure(() => expect(app).toOnlyBeReachedBy('prod/db:5432', ['prod/web', 'prod/job']));
    expect(message).toContain('prod/job[Pod] -> prod/db[Pod] on TCP 5432: denied');
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
    expect(failure(() => expect(app + service).toResolve('bd', 'prod'))).toContain('bd.prod.svc.cluster.local');
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
