import { load } from 'js-yaml';
import { CILIUM, gridwall, WEB_AND_DB } from './fake-io';

const explain = (...argv: string[]) => gridwall(['explain', ...argv], { stdin: WEB_AND_DB });

describe('gridwall explain reach', () => {
  it('is 0 for yes, with the rule and its line', async () => {
    const { exitCode, stdout } = await explain('reach', 'prod/web', 'prod/db:postgres');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('prod/web[Deployment] -> prod/db[StatefulSet] on TCP 5432: allowed\n');
    expect(stdout).toContain('admitted by spec.ingress[0] of prod/db (<stdin>:');
  });

  it('is 1 for no, with the change that would allow it', async () => {
    const { exitCode, stdout } = await explain('reach', 'test/probe', 'prod/db:5432');
    expect(exitCode).toBe(1);
    expect(stdout).toContain(': denied\n');
    expect(stdout).toContain('to allow it: add a rule from test/probe[Pod] on TCP 5432');
  });

  it('is 1 where nothing listens', async () => {
    const { exitCode, stdout } = await explain('reach', 'prod/web', 'prod/db:80');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('not applicable');
  });

  it.each<[string[], string]>([
    [['prod/web', 'prod/db:5432', '--with-label', 'prod/web=app-'], 'denied'],
    [['prod/web', 'prod/db:5432', '--with-label', 'prod/web=app=other'], 'denied'],
    [['prod/web', 'prod/db:5432', '--with-label', 'prod/web=app=x', '--with-label', 'prod/web=app=web'], 'allowed'],
    [['test/probe', 'prod/db:5432', '--with-label', 'prod/db=app=other'], 'allowed'],
  ])('what if: %j is %s', async (argv, verdict) => {
    const { stdout } = await explain('reach', ...argv, '--output', 'json');
    expect(JSON.parse(stdout).verdict).toBe(verdict);
  });

  it.each([
    ['prod/nobody=app=web', 'no workload or Service is called "prod/nobody"'],
    ['internet=app=web', '"internet" is no workload'],
    ['prod/web', 'changes no label'],
    ['prod/web=app=no spaces', 'changes no label'],
    ['prod/web=-bad-=x', 'changes no label'],
  ])('--with-label %s is refused', async (change, reason) => {
    const { exitCode, stderr } = await explain('reach', 'prod/web', 'prod/db', '--with-label', change);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(reason);
  });

  it('is the same in YAML as in JSON', async () => {
    const argv = ['reach', 'test/probe', 'prod/db:5432', '--output'];
    const [json, yaml] = [await explain(...argv, 'json'), await explain(...argv, 'yaml')];
    expect(load(yaml.stdout)).toEqual(JSON.parse(json.stdout));
    expect(JSON.parse(json.stdout).ingress.policies[0].policy).toBe('prod/db');
  });
});

describe('gridwall explain dns', () => {
  it.each<[string, string, number, string]>([
    ['db', 'prod', 0, 'db from prod: resolves'],
    ['db', 'prod/web', 0, 'db from prod: resolves'],
    ['db', 'test', 1, 'write db.prod.svc.cluster.local'],
    ['db.prod', 'test/probe', 0, 'leads to: Service prod/db'],
    ['example.com', 'test', 0, 'example.com from test: outside'],
  ])('%s from %s ends with %s: %s', async (name, from, code, text) => {
    const { exitCode, stdout } = await explain('dns', name, '--from', from);
    expect(exitCode).toBe(code);
    expect(stdout).toContain(text);
  });

  it('lists the names it tries', async () => {
    const { stdout } = await explain('dns', 'db.prod', '--from', 'test', '--output', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      tried: ['db.prod.test.svc.cluster.local', 'db.prod.svc.cluster.local'],
      service: 'prod/db',
    });
  });
});

describe('gridwall explain service', () => {
  it('has its names, its ports and who answers there', async () => {
    const { exitCode, stdout } = await explain('service', 'prod/db');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Service prod\/db \(<stdin>:\d+\): ClusterIP, selects app=db$/m);
    expect(stdout).toContain('db.prod.svc.cluster.local; in its own namespace db\n');
    expect(stdout).toContain('TCP 5432 -> TCP 5432 of prod/db[StatefulSet]\n');
  });

  it('is 1 when nobody answers, and says why', async () => {
    const stdin = WEB_AND_DB.replace('{selector: {app: db}', '{selector: {app: dbb}');
    const { exitCode, stdout } = await gridwall(['explain', 'service', 'prod/db'], { stdin });
    expect(exitCode).toBe(1);
    expect(stdout).toContain('nobody: Service prod/db selects app=dbb; no pods of its namespace have these labels');
  });
});

describe('gridwall explain policies', () => {
  it('names the policies that select the pods, their rules and lines: -l of kubectl looks at the labels of the policies', async () => {
    const { exitCode, stdout } = await explain('policies', 'prod/db');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/ingress: isolated\n {4}prod\/db \(<stdin>:\d+\) selects app=db\n/);
    expect(stdout).toMatch(
      /spec\.ingress\[0\] admits TCP 5432 from pods app=web of its own namespace \(<stdin>:\d+\)\n/,
    );
    expect(stdout).toContain('egress: unprotected: no policy selects it');
  });

  it('answers what if', async () => {
    const { stdout } = await explain('policies', 'prod/web', '--with-label', 'prod/web=app=db', '--output', 'json');
    expect(JSON.parse(stdout)[0]).toMatchObject({ direction: 'ingress', policies: [{ policy: 'prod/db' }] });
  });

  it('answers for a pod that is not there yet', async () => {
    expect((await explain('policies', 'prod/{app=db}')).stdout).toContain('ingress: isolated');
  });
});

describe('gridwall explain route', () => {
  const stdin = `${WEB_AND_DB}---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop, namespace: prod}
spec:
  rules:
    - host: shop.example.com
      http:
        paths:
          - {path: /, pathType: Prefix, backend: {service: {name: db, port: {number: 5432}}}}
          - {path: /web, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: prod}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
`;

  it.each<[string, number, string]>([
    ['http://shop.example.com/cart', 1, 'Service prod/db port 5432'],
    ['http://shop.example.com/cart', 1, 'policies: {ingress-controller} -> prod/db[StatefulSet] on TCP 5432: denied, '],
    ['http://shop.example.com/web', 0, 'policies: {ingress-controller} -> prod/web[Deployment] on TCP 8080: allowed, '],
    ['http://other.example.com/', 1, 'no rule is for host other.example.com'],
  ])('%s ends with %s: %s', async (url, code, text) => {
    const { exitCode, stdout } = await gridwall(['explain', 'route', url], { stdin });
    expect(exitCode).toBe(code);
    expect(stdout).toContain(text);
  });

  it('names the backends in JSON', async () => {
    const { stdout } = await gridwall(['explain', 'route', 'http://shop.example.com', '--output', 'json'], { stdin });
    expect(JSON.parse(stdout)).toMatchObject({
      verdict: 'routes',
      backends: [{ service: 'prod/db', port: 5432 }],
      policies: { verdict: 'denied', from: '{ingress-controller}' },
    });
  });
});

it('shows the variables that pods get for a Service, which may be names of their own settings', async () => {
  expect((await explain('service', 'prod/db')).stdout).toContain(
    'variables in pods of its namespace: DB_SERVICE_HOST=<cluster IP> DB_SERVICE_PORT=5432 ',
  );
});

describe('gridwall explain with objects that are not reckoned with', () => {
  const stdin = `${WEB_AND_DB}${CILIUM}`;
  const name = 'CiliumNetworkPolicy prod/x (cilium.io/v2)';

  it.each([
    [['reach', 'prod/web', 'prod/db:5432']],
    [['dns', 'db', '--from', 'prod']],
    [['policies', 'prod/web']],
    [['service', 'prod/db']],
    [['route', 'http://shop.example.com/']],
  ])('names them: %j', async (argv) => {
    expect((await gridwall(['explain', ...argv], { stdin })).stdout).toMatch(
      /\n {2}not taken into account: CiliumNetworkPolicy prod\/x \(cilium.io\/v2\)\n$/,
    );
    const answer = JSON.parse((await gridwall(['explain', ...argv, '--output', 'json'], { stdin })).stdout);
    for (const one of [answer].flat()) expect(one.notTakenIntoAccount).toEqual([name]);
    expect((await explain(...argv)).stdout).not.toContain('not taken into account');
  });
});
