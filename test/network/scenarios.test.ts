import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readNetwork } from '../../network/input';
import { type ConnlistEdge, connlist } from '../../network/reach/connlist';

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

  const isRight = (name: string) => {
    const golden: ConnlistEdge[] = JSON.parse(readFileSync(join(FOLDER, name, 'connlist.json'), 'utf8'));
    const { reachability } = readNetwork(join(FOLDER, name));
    expect(sorted(connlist(reachability))).toEqual(sorted(golden));
  };
  it.each(scenarios.map((name) => [name, lines.get(name)] as [string, string]))('%s: %s', isRight);
});

function sorted(edges: readonly ConnlistEdge[]): string[] {
  return edges.map(({ src, dst, conn }) => `${src} -> ${dst} : ${conn}`).sort();
}
