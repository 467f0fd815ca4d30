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

describe('the law, a folder at a time', () => {
  it('has a line on what each folder shows', () => expect([...lines.keys()].sort()).toEqual([...scenarios].sort()));

  it.each(scenarios.map((name) => [name, lines.get(name)]))('%s: %s', (name) => {
    const golden: ConnlistEdge[] = JSON.parse(readFileSync(join(FOLDER, name, 'connlist.json'), 'utf8'));
    const { manifests } = readPaths([join(FOLDER, name, 'manifests.yaml')]);
    expect(sorted(connlist(new Reachability(buildCluster(manifests))))).toEqual(sorted(golden));
  });
});

function sorted(edges: readonly ConnlistEdge[]): string[] {
  return edges.map(({ src, dst, conn }) => `${src} -> ${dst} : ${conn}`).sort();
}
