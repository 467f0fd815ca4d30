import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gridwall, WEB_AND_DB } from './fake-io';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'diff-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function diff(before: string, after: string, ...argv: string[]) {
  const file = join(folder, 'before.yaml');
  writeFileSync(file, before);
  return gridwall(['diff', file, '-', ...argv], { stdin: after });
}

const POD = '---\napiVersion: v1\nkind: Pod\nmetadata: {name: new, namespace: test}\n';
const policy = (spec: string) =>
  `---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: more, namespace: test}\nspec: ${spec}\n`;
const others = ['a', 'b', 'c', 'd', 'e'].map((name) => POD.replace('new', name)).join('');

describe('gridwall diff', () => {
  it('says that nothing changed', async () => {
    const { exitCode, stdout } = await diff(WEB_AND_DB, WEB_AND_DB, '--exit-code');
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'no connection and no way in opens or closes\n' });
    const markdown = await diff(WEB_AND_DB, WEB_AND_DB, '--output', 'md');
    expect(markdown.stdout).toBe('### Network: no connection and no way in opens or closes\n');
  });

  it('ends with 1 on a change only when asked to', async () => {
    expect((await diff(WEB_AND_DB, WEB_AND_DB + POD)).exitCode).toBe(0);
    expect((await diff(WEB_AND_DB, WEB_AND_DB + POD, '--exit-code')).exitCode).toBe(1);
  });

  it('folds the connections of a new unprotected workload into one line', async () => {
    const { stdout } = await diff(WEB_AND_DB + others, WEB_AND_DB + others + POD);
    expect(stdout.split('\n').slice(1)).toEqual(['+ test/new[Pod]: new and unprotected: no policy isolates them', '']);
  });

  it('folds the connections of a workload that is gone into one line', async () => {
    const { stdout } = await diff(WEB_AND_DB + others + POD, WEB_AND_DB + others);
    expect(stdout.split('\n').slice(1)).toEqual(['- test/new[Pod]: removed, with all connections', '']);
  });

  it('says of a workload that lost its policy what that means, and of one that got a policy what is left', async () => {
    const isolated = WEB_AND_DB + policy('{podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}');
    expect((await diff(isolated, WEB_AND_DB)).stdout).toContain(
      '+ test/probe[Pod]: unprotected now in ingress: no policy isolates them any more\n',
    );
    const narrowed = WEB_AND_DB + policy('{podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: 53}]}]}');
    expect((await diff(WEB_AND_DB, narrowed)).stdout).toContain(
      '- test/probe[Pod]: isolated now in egress: what is left is TCP 53 to ',
    );
  });

  it('lists connections that open between workloads that stay isolated, and those that close', async () => {
    const wider = WEB_AND_DB.replace('app: web}}}]', 'app: web}}}, {namespaceSelector: {}}]').replace(
      'ports: [{port: 5432}]\n',
      'ports: [{port: 5433}]\n',
    );
    const { stdout } = await diff(WEB_AND_DB, wider);
    expect(stdout).toContain('+ prod/web[Deployment], test/probe[Pod] -> prod/db[StatefulSet]: TCP 5433\n');
    expect(stdout).toContain('- prod/web[Deployment] -> prod/db[StatefulSet]: TCP 5432\n');
    const markdown = (await diff(WEB_AND_DB, wider, '--output', 'md')).stdout;
    expect(markdown).toContain('### Network: connections opened: 2, closed: 1\n');
    expect(markdown.indexOf('**Opened**')).toBeLessThan(markdown.indexOf('**Closed**'));
    expect(markdown).toContain('| `prod/web[Deployment]` | `prod/db[StatefulSet]` | TCP 5432 |\n');
  });

  it('has every change in JSON, unfolded', async () => {
    const { changes, addedWorkloads } = JSON.parse(
      (await diff(WEB_AND_DB, WEB_AND_DB + POD, '--output', 'json')).stdout,
    );
    expect(addedWorkloads).toEqual(['test/new[Pod]']);
    expect(changes).toContainEqual({ from: 'test/new[Pod]', to: 'prod/web[Deployment]', opened: 'All Connections' });
  });

  it('names what it does not reckon with', async () => {
    const cilium = '---\napiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: x, namespace: prod}\n';
    expect((await diff(WEB_AND_DB, WEB_AND_DB + cilium)).stdout).toContain(
      'not taken into account: CiliumNetworkPolicy prod/x (cilium.io/v2)\n',
    );
  });
});

describe('gridwall diff, of ways in', () => {
  const WEB = `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{ports: [{name: http, containerPort: 8080}]}]}
`;
  const service = (spec = '', port = 'port: 80, targetPort: http', selector = 'app: web') =>
    `---\napiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {selector: {${selector}}, ports: [{${port}}], ${spec}}\n`;
  const balancer = (more = '') => service(`type: LoadBalancer, allocateLoadBalancerNodePorts: false, ${more}`);
  const ingress = (path: string, name = 'web') => `---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop}
spec: {rules: [{host: shop.example.com, http: {paths: [{path: ${path}, pathType: Prefix, backend: {service: {name: ${name}, port: {number: 80}}}}]}}]}
`;
  const denied = policy('{podSelector: {}}').replace('namespace: test', 'namespace: shop');
  const plain = WEB + service();
  const local = 'externalTrafficPolicy: Local';
  const ranges = (...blocks: string[]) => balancer(`${local}, loadBalancerSourceRanges: [${blocks}]`);
  const hostNetwork = plain.replace('spec: {containers', 'spec: {hostNetwork: true, containers');
  const at = 'LoadBalancer of Service shop/web: TCP 80 of its load balancer';
  const to = 'TCP 8080 of shop/web[Deployment]';

  it.each<[string, string, string, string[]]>([
    [
      'a Service becomes a load balancer',
      plain,
      WEB + balancer(),
      [`+ way in opened: ${at}: leads to ${to} (allowed); the Service was of type ClusterIP`],
    ],
    [
      'a load balancer becomes a plain Service',
      WEB + balancer(),
      plain,
      [`- way in closed: ${at}: led to ${to} (allowed)`],
    ],
    [
      'a load balancer opens that policies close',
      plain + denied,
      WEB + balancer(local) + denied,
      [`* way in opened: ${at}: leads to ${to} (denied); the Service was of type ClusterIP`],
    ],
    [
      'an Ingress is new',
      plain,
      plain + ingress('/'),
      [`+ way in opened: Ingress shop/web: shop.example.com/ (Prefix): leads to ${to} (allowed)`],
    ],
    [
      'an Ingress has another path',
      plain + ingress('/a'),
      plain + ingress('/b'),
      [
        `+ way in opened: Ingress shop/web: shop.example.com/b (Prefix): leads to ${to} (allowed)`,
        `- way in closed: Ingress shop/web: shop.example.com/a (Prefix): led to ${to} (allowed)`,
      ],
    ],
    [
      'an Ingress loses its Service',
      plain + ingress('/'),
      plain + ingress('/', 'none'),
      [`- way in changed: Ingress shop/web: shop.example.com/ (Prefix): leads to nobody, before to ${to} (allowed)`],
    ],
    [
      'source ranges are widened',
      WEB + ranges('10.0.0.0/8'),
      WEB + ranges('10.0.0.0/7'),
      [`+ way in changed: ${at}: takes 10.0.0.0-11.255.255.255, before 10.0.0.0-10.255.255.255`],
    ],
    [
      'source ranges are narrowed',
      WEB + ranges('10.0.0.0/8'),
      WEB + ranges('10.0.0.0/9'),
      [`- way in changed: ${at}: takes 10.0.0.0-10.127.255.255, before 10.0.0.0-10.255.255.255`],
    ],
    [
      'source ranges are dropped',
      WEB + ranges('10.0.0.0/8'),
      WEB + balancer(local),
      [`+ way in changed: ${at}: takes every client, before 10.0.0.0-10.255.255.255`],
    ],
    [
      'a target is another port',
      WEB + balancer(),
      WEB + service('type: LoadBalancer, allocateLoadBalancerNodePorts: false', 'port: 80, targetPort: 9999'),
      [
        `- way in changed: ${at}: leads to TCP 9999 of shop/web[Deployment] (not applicable), before to ${to} (allowed)`,
        '- Service shop/web: nobody answers on TCP 80 any more: no container of shop/web[Deployment] declares TCP 9999',
      ],
    ],
    [
      'a Service loses its pods',
      plain,
      WEB + service('', undefined, 'app: wbe'),
      [
        '- Service shop/web: nobody answers on TCP 80 any more: Service shop/web selects app=wbe; no pods of its namespace have these labels; the nearest are shop/web[Deployment], where app is web, not wbe',
      ],
    ],
    [
      'a Service loses its port',
      plain,
      WEB + service('', 'port: 81, targetPort: http'),
      ['- Service shop/web: nobody answers on TCP 80 any more: Service shop/web has no TCP port 80; it has TCP 81'],
    ],
    [
      'pods go on the network of their node',
      plain,
      hostNetwork,
      [
        '+ way in opened: HostNetwork of shop/web[Deployment]: TCP 8080 of its node: leads to TCP 8080 of shop/web[Deployment] (allowed)',
        '+ shop/web[Deployment]: on the network of its node now: most network plugins bind such pods by no policy',
      ],
    ],
    [
      'pods go off the network of their node',
      hostNetwork,
      plain,
      [
        '- way in closed: HostNetwork of shop/web[Deployment]: TCP 8080 of its node: led to TCP 8080 of shop/web[Deployment] (allowed)',
        '- shop/web[Deployment]: off the network of its node now: policies bind it',
      ],
    ],
  ])('%s', async (_, before, after, lines) => {
    const { exitCode, stdout } = await diff(before, after, '--exit-code');
    expect({ exitCode, lines: stdout.split('\n').slice(1, -1) }).toEqual({ exitCode: 1, lines });
  });

  it.each([
    [
      'the order of the source ranges',
      WEB + ranges('10.0.0.0/8', '12.0.0.0/8'),
      WEB + ranges('12.0.0.0/8', '10.0.0.0/8'),
    ],
    [
      'a Service inside that gets a port more',
      plain,
      WEB + service('', 'name: a, port: 80, targetPort: http}, {name: b, port: 81, targetPort: http'),
    ],
  ])('says nothing of %s', async (_, before, after) => {
    expect(await diff(before, after, '--exit-code')).toMatchObject({ exitCode: 0 });
  });

  it('says of a way in that policies open to its clients now', async () => {
    const { stdout } = await diff(WEB + balancer(local) + denied, WEB + balancer(local));
    expect(stdout).toContain(`+ way in changed: ${at}: leads to ${to} (allowed), before to ${to} (denied)\n`);
  });

  it('counts them, and shows what opens first in Markdown', async () => {
    const { stdout } = await diff(plain + ingress('/a'), WEB + balancer() + ingress('/b'), '--output', 'md');
    expect(stdout).toContain(
      '### Network: connections opened: 0, closed: 0; ways in opened: 2, changed: 0, closed: 1\n',
    );
    const rows = [...stdout.matchAll(/^\| (opened|closed) \| (\w+)/gm)].map(([, change, kind]) => `${change} ${kind}`);
    expect(rows).toEqual(['opened LoadBalancer', 'opened Ingress', 'closed Ingress']);
  });

  it('has them in JSON', async () => {
    const data = JSON.parse((await diff(plain, hostNetwork, '--output', 'json')).stdout);
    expect(data).toMatchObject({
      waysIn: [{ change: 'opened', effect: 'opens', kind: 'HostNetwork', subject: 'shop/web[Deployment]' }],
      unanswered: [],
      hostNetwork: [{ workload: 'shop/web[Deployment]', now: true }],
    });
  });
});
