import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { gridwall, WEB_AND_DB } from './fake-io';

const reach = async (...argv: string[]) => (await gridwall(['reach', ...argv], { stdin: WEB_AND_DB })).stdout;

describe('gridwall reach', () => {
  it('lists what comes in and goes out, and marks who is unprotected', async () => {
    expect(await reach()).toBe(`3 workloads, 1 NetworkPolicy

prod/db[StatefulSet]
  in   TCP 5432 from prod/web[Deployment]
  out  unprotected

Unprotected both ways: no policy isolates these, so they reach, and are reached by, everyone outside and all who are let through at the other end
  prod/web[Deployment], test/probe[Pod]
`);
  });

  it.each([
    [{}, true],
    [{ NO_COLOR: '1' }, false],
    [{ TERM: 'dumb' }, false],
  ])('has colours on a terminal with %j: %s', async (env, colours) => {
    const { stdout } = await gridwall(['reach'], {
      stdin: WEB_AND_DB,
      terminal: true,
      env: { TERM: 'xterm-256color', ...env },
    });
    expect(stdout.includes('\x1b[')).toBe(colours);
  });

  it('writes connlist: an array of src, dst and conn, and nothing else', async () => {
    const list = JSON.parse(await reach('--output', 'connlist'));
    expect(list).toContainEqual({ src: 'prod/web[Deployment]', dst: 'prod/db[StatefulSet]', conn: 'TCP 5432' });
    expect(list).toContainEqual({ src: '0.0.0.0-255.255.255.255', dst: 'test/probe[Pod]', conn: 'All Connections' });
    expect(new Set(list.flatMap(Object.keys))).toEqual(new Set(['src', 'dst', 'conn']));
  });

  it('has every connection in JSON, and the same in YAML', async () => {
    const data = JSON.parse(await reach('--output', 'json'));
    const workloads = ['prod/db[StatefulSet]', 'prod/web[Deployment]', 'test/probe[Pod]'];
    const pairs = workloads.flatMap((from) => workloads.filter((to) => to !== from).map((to) => `${from} ${to}`));
    expect(data.connections.map(({ from, to }: { from: string; to: string }) => `${from} ${to}`).sort()).toEqual(
      pairs.filter((pair) => pair !== 'test/probe[Pod] prod/db[StatefulSet]'),
    );
    expect(data.outside).toContainEqual({
      from: 'test/probe[Pod]',
      to: '0.0.0.0-255.255.255.255',
      ports: 'All Connections',
    });
    expect(load(await reach('--output', 'yaml'))).toEqual(data);
  });

  it('writes Markdown tables, safe from what names hold', async () => {
    const owner = 'ownerReferences: [{kind: Thing, name: "d|b`", controller: true}]';
    const stdin = WEB_AND_DB.replace(
      '{name: probe, namespace: test',
      `{name: probe, namespace: prod, ${owner}`,
    ).replace('{app: probe}', '{app: db}');
    const { stdout } = await gridwall(['reach', '--output', 'md'], { stdin });
    expect(stdout).toContain('<br>``prod/d\\|b`[Thing]`` | in | TCP 5432 | `prod/web[Deployment]` |\n');
  });

  it('draws a graph for Graphviz, without the edges between the unprotected', async () => {
    const dot = await reach('--output', 'dot');
    expect(dot).toContain('"prod/web[Deployment]" -> "prod/db[StatefulSet]" [label="TCP 5432"];');
    expect(dot).not.toContain('"test/probe[Pod]" ->');
    expect(dot).toContain('"test/probe[Pod]" [label="probe[Pod]", style=dashed];');
  });

  it.each<[string[], string]>([
    [['--from', 'test/probe', '--to', 'prod/db'], 'test/probe[Pod]\n  out  nothing\n'],
    [['--from', 'prod/web', '--to', 'prod/*'], 'prod/web[Deployment]\n  out  TCP 5432 to prod/db[StatefulSet]\n'],
    [['--to', 'prod/db'], 'prod/db[StatefulSet]\n  in   TCP 5432 from prod/web[Deployment]\n'],
    [['--from', 'internet', '--to', 'prod/db'], 'prod/db[StatefulSet]\n  in   nothing\n'],
    [['--from', 'prod/db', '--to', '10.0.0.0/8'], 'prod/db[StatefulSet]\n  out  all ports to any IPv4 address\n'],
    [['--from', 'internet'], 'prod/web[Deployment], test/probe[Pod]\n  in   all ports from any address outside\n'],
  ])('%j answers that alone', async (argv, block) => {
    expect((await reach(...argv)).split('\n\n').slice(1).join('\n\n')).toContain(block);
    const data = JSON.parse(await reach(...argv, '--output', 'json'));
    const isInternal = argv.every((word) => !/internet|10\./.test(word));
    expect(data.connections.length > 0).toBe(isInternal && !block.includes('nothing'));
  });

  it('groups workloads that are alike to all policies', async () => {
    const stdin = `${WEB_AND_DB}---\napiVersion: v1\nkind: Pod\nmetadata: {name: other, namespace: test, labels: {app: other}}\n`;
    const { stdout } = await gridwall(['reach', '--grouped'], { stdin });
    expect(stdout).toContain('class 3 (unprotected ingress and egress): test/probe[Pod], test/other[Pod]\n');
    expect(stdout).toContain('class 1 -> class 2: TCP 5432\n');
    expect(stdout).not.toContain('class 3 ->');
    const data = JSON.parse((await gridwall(['reach', '--grouped', '--output', 'json'], { stdin })).stdout);
    expect(data.connections).toEqual([{ from: 1, to: 2, ports: 'TCP 5432' }]);
  });

  it('names what the answer does not reckon with', async () => {
    const stdin = `${WEB_AND_DB}---
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: {name: more, namespace: prod}
---
apiVersion: v1
kind: Pod
metadata: {name: agent, namespace: prod}
spec: {hostNetwork: true}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: out, namespace: test}
spec: {podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8}}]}]}
`;
    const { stdout } = await gridwall(['reach'], { stdin });
    expect(stdout).toMatch(/Left open: they use the network of their node.*\n {2}prod\/agent\[Pod\]\n/);
    expect(stdout).toMatch(/Left open: their egress rules name address blocks.*\n {2}test\/probe\[Pod\]\n/);
    expect(stdout).toMatch(/Not taken into account: .*\n {2}CiliumNetworkPolicy prod\/more \(cilium\.io\/v2\)\n/);
    expect(stdout).toContain('out  all ports to 10.0.0.0/8');
  });

  it('says what it passed over', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'reach-'));
    writeFileSync(join(folder, 'manifests.yaml'), WEB_AND_DB);
    writeFileSync(join(folder, 'values.yaml'), 'replicas: 3\n');
    const { stdout } = await gridwall(['reach', folder]);
    expect(stdout).toContain(`passed over: ${join(folder, 'values.yaml')}: `);
    rmSync(folder, { recursive: true });
  });

  it('has the DNS of the cluster among the receivers, even if the input does not', async () => {
    const stdin = `${WEB_AND_DB}---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: dns, namespace: test}
spec: {podSelector: {}, policyTypes: [Egress], egress: [{to: [{namespaceSelector: {}}], ports: [{port: 53, protocol: UDP}]}]}
`;
    const { stdout } = await gridwall(['reach', '--from', 'test/probe'], { stdin });
    expect(stdout).toContain(
      'out  UDP 53 to prod/web[Deployment], kube-system/kube-dns[Pod] (supposed: not in the input)',
    );
  });
});

it('counts objects of kinds that nothing here reads, most first', async () => {
  const object = (apiVersion: string, kind: string, name: string) =>
    `---\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}, namespace: prod}\nspec: {}\n`;
  const more = [
    object('v1', 'ConfigMap', 'a'),
    object('example.com/v1', 'Widget', 'a'),
    object('example.com/v1', 'Widget', 'b'),
    // Its versions of today are read.
    object('gateway.networking.k8s.io/v1alpha2', 'GatewayClass', 'old'),
    // Not passed over: named, as something that may change the answer.
    object('cilium.io/v2', 'CiliumNetworkPolicy', 'a'),
  ];
  const stdin = WEB_AND_DB + more.join('');
  const { stdout } = await gridwall(['reach'], { stdin });
  const kinds = '2 Widget (example.com/v1), 1 ConfigMap (v1), 1 GatewayClass (gateway.networking.k8s.io/v1alpha2)';
  expect(stdout.endsWith(`\npassed over: ${kinds}\n`)).toBe(true);
  const markdown = (await gridwall(['reach', '--output', 'md'], { stdin })).stdout;
  expect(markdown).toContain('Passed over: 2 Widget (example.com/v1), ');
  const data = JSON.parse((await gridwall(['reach', '--output', 'json'], { stdin })).stdout);
  expect(data.passedOverKinds[0]).toEqual({ apiVersion: 'example.com/v1', kind: 'Widget', count: 2 });

  const kind = (name: string) => object(`${name}.example.com/v1`, 'Widget', name);
  const many = WEB_AND_DB + ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(kind).join('');
  expect((await gridwall(['reach'], { stdin: many })).stdout).toMatch(/\(e\.example\.com\/v1\), 2 more kinds\n$/);
});

describe('gridwall reach, from outside', () => {
  const service = (name: string, spec: string) =>
    `---\napiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: prod}\nspec: {selector: {app: ${name}}, ${spec}}\n`;
  const limited =
    'type: LoadBalancer, loadBalancerSourceRanges: [10.0.0.0/8], ports: [{port: 80, targetPort: 8080, nodePort: 30080}]';
  const ingress = `---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: db, namespace: prod}
spec: {defaultBackend: {service: {name: db, port: {number: 5432}}}}
`;
  const stdin =
    WEB_AND_DB +
    service('web', limited) +
    service('none', 'type: NodePort, ports: [{port: 80, nodePort: 30081}]') +
    ingress;
  const ask = async (...argv: string[]) => (await gridwall(['reach', ...argv], { stdin })).stdout;

  it('lists the ways in, where they lead, and whether policies let anybody through', async () => {
    expect(await ask()).toContain(`
From outside
  LoadBalancer of Service prod/web: TCP 80 of its load balancer, from 10.0.0.0-10.255.255.255
    -> TCP 8080 of prod/web[Deployment]: allowed to 10.0.0.0-10.255.255.255
  NodePort of Service prod/web: TCP 30080 of every node
    -> TCP 8080 of prod/web[Deployment]: allowed to any address outside
    loadBalancerSourceRanges do not hold here
  NodePort of Service prod/none: TCP 30081 of every node
    Service prod/none selects app=none; `);
    expect(await ask()).toContain(`
  Ingress prod/db: what no rule takes
    -> TCP 5432 of prod/db[StatefulSet]: denied, from {ingress-controller}: NetworkPolicy prod/db isolates `);
  });

  it.each<[string[], string[]]>([
    [
      ['--to', 'prod/web'],
      ['LoadBalancer', 'NodePort'],
    ],
    [['--to', 'prod/db'], ['Ingress']],
    [['--from', 'internet', '--to', 'prod/db'], ['Ingress']],
    [['--from', 'prod/web'], []],
    [['--to', '10.0.0.0/8'], []],
    [[], ['LoadBalancer', 'NodePort', 'NodePort', 'Ingress']],
  ])('%j has those that lead there', async (argv, kinds) => {
    const { exposure } = JSON.parse(await ask(...argv, '--output', 'json'));
    expect(exposure.map(({ kind }: { kind: string }) => kind)).toEqual(kinds);
  });

  it('has them in Markdown and JSON, with their places', async () => {
    const markdown = await ask('--output', 'md');
    expect(markdown).toContain('| TCP 5432 of `prod/db[StatefulSet]` | denied |\n');
    expect(markdown).toContain(
      `| NodePort of Service prod/none: TCP 30081 of every node | Service prod/none selects app=none; `,
    );
    const { exposure } = JSON.parse(await ask('--output', 'json'));
    expect(exposure[0]).toMatchObject({
      subject: 'Service prod/web',
      sources: ['10.0.0.0-10.255.255.255'],
      verdict: 'allowed',
      targets: [{ workload: 'prod/web[Deployment]', port: 'TCP 8080' }],
      position: expect.stringMatching(/^<stdin>:\d+$/),
    });
  });
});
