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
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'no connection opens or closes\n' });
    const markdown = await diff(WEB_AND_DB, WEB_AND_DB, '--output', 'md');
    expect(markdown.stdout).toBe('### Network: no connection opens or closes\n');
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
