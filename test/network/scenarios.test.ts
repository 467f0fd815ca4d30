import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildCluster } from '../../network/cluster/cluster';
import { readPaths } from '../../network/files';
import { type ConnlistEdge, connlist } from '../../network/reach/connlist';
import { Reachability } from '../../network/reach/reachability';

const FOLDER = join(__dirname, 'scenarios');
const scenarios = readdirSync(FOLDER, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? entry.name : [],
);
const lines = new Map(
  [...readFileSync(join(FOLDER, 'README.md'), 'utf8').matchAll(/^\| \[`(.+)`\]\(\1\) \| (.+) \|$/gm)].map(
    ([, name, line]) => [name, line],
  ),
);
/** Edges that the list does not have yet; each fails here once it does. */
const AWAITED = ['ingress', 'ingress-that-a-policy-allows'];

describe('the law, a folder at a time', () => {
  it('has a line on what each folder shows', () => expect([...lines.keys()].sort()).toEqual([...scenarios].sort()));

  const isRight = (name: string) => {
    const golden: ConnlistEdge[] = JSON.parse(readFileSync(join(FOLDER, name, 'connlist.json'), 'utf8'));
    const { manifests } = readPaths([join(FOLDER, name, 'manifests.yaml')]);
    expect(sorted(connlist(new Reachability(buildCluster(manifests))))).toEqual(sorted(golden));
  };
  const titles = (names: readonly string[]) => names.map((name) => [name, lines.get(name)] as [string, string]);
  it.each(titles(scenarios.filter((name) => !AWAITED.includes(name))))('%s: %s', isRight);
  it.failing.each(titles(AWAITED))('%s: %s', isRight);
});

function sorted(edges: readonly ConnlistEdge[]): string[] {
  return edges.map(({ src, dst, conn }) => `${src} -> ${dst} : ${conn}`).sort();
}
