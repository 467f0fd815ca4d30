import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import * as ts from 'typescript';
import { readSettings } from '../charts/settings';
import { gridwall } from './network/cli/fake-io';

const root = resolve(__dirname, '..');
const pages = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];
const text = (page: string) => readFileSync(join(root, page), 'utf8');

const snippets = pages.flatMap((page) =>
  [...text(page).matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code], i): [string, string] => [`${page} ${i + 1}`, code!]),
);

const SOURCES: Readonly<Record<string, string>> = {
  gridwall: '../charts',
  'gridwall/jest': '../network/jest',
  'gridwall/network': '../network',
};

describe('the snippets of the documents', () => {
  it('are there', () => expect(snippets.length).toBeGreaterThanOrEqual(4));

  it('compile under strict TypeScript', () => {
    const options: ts.CompilerOptions = {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      module: ts.ModuleKind.Node20,
      target: ts.ScriptTarget.ES2022,
      types: ['node', 'jest'],
      paths: { gridwall: ['./charts/index.ts'], 'gridwall/*': ['./network/*.ts'] },
    };
    const files = new Map(snippets.map(([, code], i) => [join(root, `snippet-${i}.ts`), code]));
    const host = ts.createCompilerHost(options);
    const { getSourceFile, fileExists, readFile } = host;
    host.getCurrentDirectory = () => root;
    host.fileExists = (name) => files.has(name) || fileExists(name);
    host.readFile = (name) => files.get(name) ?? readFile(name);
    host.getSourceFile = (name, languageVersion, ...rest) =>
      files.has(name)
        ? ts.createSourceFile(name, files.get(name)!, languageVersion)
        : getSourceFile(name, languageVersion, ...rest);
    const program = ts.createProgram([...files.keys()], options, host);
    const problems = [...files.keys()].flatMap((name, i) =>
      ts
        .getPreEmitDiagnostics(program, program.getSourceFile(name))
        .map(({ messageText }) => `${snippets[i]![0]}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`),
    );
    expect(problems).toEqual([]);
  });

  it.each(snippets)('%s runs', (_name, code) => {
    const outdir = mkdtempSync(join(tmpdir(), 'snippet-'));
    try {
      const script = ts.transpileModule(code, {
        compilerOptions: { module: ts.ModuleKind.CommonJS, esModuleInterop: true },
      });
      const load = (name: string) => require(SOURCES[name] ?? name);
      const run = new Function('require', 'exports', script.outputText);
      process.env.CDK8S_OUTDIR = outdir;
      expect(() => run(load, {})).not.toThrow();
    } finally {
      delete process.env.CDK8S_OUTDIR;
      rmSync(outdir, { recursive: true });
    }
  });
});

describe('what the documents show of the command line', () => {
  const shown = pages.flatMap((page) =>
    [...text(page).matchAll(/^```console\n\$ npx gridwall ([^\n]+)\n(.*?)^```$/gms)].map(([, argv, output]) => [
      `${page}: gridwall ${argv}`,
      argv!.split(' '),
      output!,
    ]),
  ) as [string, string[], string][];

  it('is there', () => expect(shown.length).toBeGreaterThanOrEqual(4));

  it.each(shown)('%s', async (_title, argv, output) => {
    const { stdout } = await gridwall(argv);
    expect(stdout.trimEnd()).toBe(output.trimEnd());
  });
});

describe('the links of the documents', () => {
  const links = pages.flatMap((page) =>
    [...text(page).matchAll(/\]\(([^)#]+?)(#[^)]*)?\)/g)]
      .map(([, target]) => target!)
      .filter((target) => !/^https?:/.test(target))
      .map((target): [string, string] => [page, target]),
  );
  it.each(links)('%s → %s is there', (page, target) => {
    expect(existsSync(join(root, dirname(page), target))).toBe(true);
  });
});

describe('README.md', () => {
  it('names each setting, its variable and its default', () => {
    const settings = Object.entries(readSettings(undefined, {}, '<version>'));
    expect(settings.length).toBeGreaterThan(0);
    for (const [name, value] of settings) {
      const variable = `GRIDWALL_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
      expect(text('README.md')).toContain(`| \`${name}\` | \`${variable}\` | \`${value}\` |`);
    }
  });

  it('has a row for each construct that the library exports', () => {
    const constructs = Object.keys(require('../charts'));
    expect([...text('README.md').matchAll(/^\| `([A-Z]\w+)` \|/gm)].map(([, name]) => name).sort()).toEqual(
      constructs.sort(),
    );
  });
});
