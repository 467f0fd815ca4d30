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
