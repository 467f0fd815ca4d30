import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RULES } from '../../../network/doctor/rules';
import { diagnoseText } from '../doctor/support/findings';
import { gridwall } from './fake-io';

const POD = `
apiVersion: v1
kind: Pod
metadata: { name: api, namespace: shop, labels: { app: api } }
spec: { containers: [{ name: api, image: "registry.example/api:1.4.2" }] }
`;
const service = (name: string, label: string, annotations = '{}') => `---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop, annotations: ${annotations} }
spec: { selector: { app: ${label} }, ports: [{ port: 80 }] }
`;
const GOOD = POD + service('api', 'api');
const BAD = POD + service('api', 'apii');
const RULE = 'service/no-endpoints';

let folder: string;
let before: string;
beforeEach(() => {
  before = process.cwd();
  folder = mkdtempSync(join(tmpdir(), 'check-'));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

function file(name: string, text: string): string {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), text);
  return name;
}

const check = (yaml: string, ...argv: string[]) => gridwall(['check', '--rule', RULE, ...argv], { stdin: yaml });
const checkAll = (...argv: string[]) => gridwall(['check', ...argv]);
const rulesOf = ({ stdout }: { stdout: string }) =>
  (JSON.parse(stdout) as { rule: string }[]).map(({ rule }) => rule).filter((rule) => !rule.startsWith('image/'));

describe('gridwall check', () => {
  it('passes manifests in which nothing is wrong', async () => {
    expect(await check(GOOD)).toEqual({ exitCode: 0, stdout: 'nothing found in 2 objects\n', stderr: '' });
  });

  it('names file, place, severity, object, field, rule and fix of what is wrong, and ends with 1', async () => {
    const { exitCode, stdout } = await check(BAD);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      /^<stdin>\n {2}10:9 {2}error {2}Service shop\/api spec\.selector {2}service\/no-endpoints\n {6}selects app=apii.*\n {6}fix: .*\n\n1 error in 2 objects\n$/,
    );
  });

  it('folds findings that are alike into the first, and says where the others are', async () => {
    const many = ['one', 'two', 'three', 'four', 'five'].map((name) => service(name, 'apii')).join('');
    const { stdout } = await check(BAD + many);
    expect(stdout.match(/selects app=apii/g)).toHaveLength(1);
    expect(stdout).toContain(
      'and 5 more like it: Service shop/one (:15), Service shop/two (:20), Service shop/three (:25), …',
    );
    expect(stdout).toContain('6 errors in 7 objects');
  });

  it('uses colours on a terminal only', async () => {
    file('bad.yaml', BAD);
    const { stdout } = await gridwall(['check', 'bad.yaml'], { terminal: true, env: { FORCE_COLOR: '1' } });
    expect(stdout).toContain('\x1b[31merror\x1b[39m');
    expect((await check(BAD)).stdout).not.toContain('\x1b');
  });

  it.each([
    ['error', 'warning', 0],
    ['warning', 'warning', 1],
    ['info', 'warning', 1],
    ['warning', 'info', 0],
    ['info', 'info', 1],
    ['error', 'error', 1],
  ])('with --fail-on %s, a finding of severity %s ends with %d', async (failOn, level, exitCode) => {
    file('gridwall.yaml', `rules: { ${RULE}: ${level} }`);
    expect(await check(BAD, '--fail-on', failOn)).toMatchObject({ exitCode, stdout: expect.stringContaining(level) });
  });

  it('gives programs an array of findings', async () => {
    const { stdout, exitCode } = await check(BAD, '-o', 'json');
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toEqual([
      {
        rule: RULE,
        severity: 'error',
        object: 'Service shop/api',
        field: 'spec.selector',
        file: '<stdin>',
        line: 10,
        column: 9,
        message: expect.stringContaining('app=apii'),
        fix: expect.any(String),
      },
    ]);
    expect(JSON.parse((await check(GOOD, '-o', 'json')).stdout)).toEqual([]);
  });

  it('gives code hosts SARIF with the help of each rule that speaks, and what is suppressed', async () => {
    const ignoring = service('other', 'none', `{ gridwall/ignore: "${RULE}: made by hand" }`);
    const { stdout } = await check(BAD + ignoring, '-o', 'sarif');
    const [{ tool, results }] = JSON.parse(stdout).runs;
    expect(tool.driver.rules).toEqual([
      expect.objectContaining({ id: RULE, help: expect.anything(), defaultConfiguration: { level: 'error' } }),
    ]);
    expect(results).toMatchObject([
      { ruleId: RULE, ruleIndex: 0, level: 'error', locations: [{ physicalLocation: { region: { startLine: 10 } } }] },
      { ruleId: RULE, suppressions: [{ kind: 'inSource', justification: 'made by hand' }] },
    ]);
  });

  it('makes a table for pull requests', async () => {
    const { stdout } = await check(BAD, '-o', 'md');
    expect(stdout).toContain('**1 error in 2 objects**');
    expect(stdout).toMatch(/^\| error \| `Service shop\/api`<br>`spec.selector`<br>\\<stdin\\>:10 \|/m);
  });

  it('explains a rule, and lists all', async () => {
    const { stdout } = await checkAll('--explain', RULE);
    const rule = RULES.find(({ id }) => id === RULE)!;
    for (const part of [rule.summary, rule.why, rule.fix, 'wrong:\n  apiVersion']) expect(stdout).toContain(part);
    expect((await checkAll('--explain', 'all')).stdout).toContain(`${RULE} (error): ${rule.summary}\n`);
    expect((await checkAll('--explain', 'input/port')).stdout).toContain('A port that the API server refuses.');
  });

  it.each([
    [['--rule', 'service/no-endpoint'], 'there is no rule "service/no-endpoint"; "service/no-endpoints" may be meant'],
    [['--rule', 'input/port'], '"input/port" is always looked for'],
    [['--explain', 'x'], 'there is no rule "x"; "all" lists the rules'],
    [['--rule', RULE, '--write-baseline'], 'leave out --rule'],
    [['--explain', RULE, 'a.yaml'], '--explain looks at no files; leave out a.yaml'],
    [['--config', 'none.yaml'], 'none.yaml: is not there'],
    [['--baseline', 'none.json'], 'none.json: is not there'],
    [['nowhere.yaml'], 'nowhere.yaml: is not there'],
  ])('%j is refused: %s', async (argv, why) => {
    const { exitCode, stderr, stdout } = await gridwall(['check', ...argv], { stdin: GOOD });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(why);
  });
});

describe('gridwall check, of input that is broken', () => {
  it.each([
    ['half-written YAML', 'apiVersion: v1\nkind: Service\nspec: [', 'input/syntax'],
    ['a key that is written twice', 'apiVersion: v1\nkind: Pod\nkind: Pod\nmetadata: {name: a}', 'input/syntax'],
    ['an object without a name', 'apiVersion: v1\nkind: Service\nspec: {}', 'input/shape'],
    [
      'a port that the API server refuses',
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a, namespace: shop}\nspec: {podSelector: {}, ingress: [{ports: [{port: 0}]}]}',
      'input/port',
    ],
  ])('finds %s, and looks at the rest', async (_, text, code) => {
    const rest = GOOD.replace('ports: [{ port: 80 }]', 'ports: [{ port: 80 }, { port: 81 }]');
    const rule = 'service/unnamed-ports';
    const { exitCode, stdout } = await gridwall(['check', '--rule', rule, '-o', 'json'], {
      stdin: `${rest}---\n${text}`,
    });
    expect(exitCode).toBe(1);
    expect(new Set(rulesOf({ stdout }))).toEqual(new Set([rule, code]));
  });

  it('names what may change its answers and is not reckoned with', async () => {
    const cilium = (name: string) =>
      `---\napiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: { name: ${name}, namespace: shop }\nspec: {}\n`;
    const { stdout } = await check(GOOD + ['a', 'b', 'c', 'd', 'e'].map(cilium).join(''));
    expect(stdout).toMatch(
      /^not taken into account: CiliumNetworkPolicy shop\/a .*, CiliumNetworkPolicy shop\/c \(cilium\.io\/v2\), and 2 more\n/,
    );
  });

  it('says of objects with one name in one input how to check them', async () => {
    const { stdout } = await checkAll(file('two.yaml', `${GOOD}${service('api', 'apii')}`));
    expect(stdout).toContain('fix: keep one; what is for several clusters is checked one by one');
  });

  it('counts what no rule looks at', async () => {
    const { stdout, exitCode } = await check(
      `${GOOD}---\napiVersion: example.com/v9\nkind: Widget\nmetadata: {name: w}\n`,
    );
    expect(stdout).toBe('no rule looks at: 1 Widget (example.com/v9)\nnothing found in 3 objects\n');
    expect(exitCode).toBe(0);
  });

  it('names files without any object', async () => {
    file('set/good.yaml', GOOD);
    file('set/values.yaml', 'a: 1\n');
    expect((await checkAll('--rule', RULE, 'set')).stdout).toMatch(
      /^without any object: 1 place, such as set\/values\.yaml/m,
    );
  });

  it('takes ten thousand documents', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => service(`s${index}`, 'apii')).join('');
    expect((await check(POD + many)).stdout).toContain('10000 errors in 10001 objects');
  });
});

describe('gridwall.yaml', () => {
  it('turns a rule off, and for some files only', async () => {
    file('legacy/bad.yaml', BAD);
    file('new/bad.yaml', BAD.replaceAll('shop', 'new'));
    file('gridwall.yaml', `overrides: [{ paths: ["legacy/**"], rules: { ${RULE}: off } }]`);
    const argv = ['--rule', RULE, '-o', 'json', 'legacy', 'new'];
    const found = JSON.parse((await checkAll(...argv)).stdout);
    expect(found).toMatchObject([{ file: 'new/bad.yaml' }]);
    file('gridwall.yaml', `rules: { ${RULE}: off }\noverrides: [{ paths: ["legacy/**"], rules: { ${RULE}: info } }]`);
    expect(JSON.parse((await checkAll(...argv)).stdout)).toMatchObject([{ file: 'legacy/bad.yaml', severity: 'info' }]);
  });

  it('is not looked for under another ending, which would go unseen', async () => {
    file('gridwall.yml', `rules: { ${RULE}: off }`);
    const { exitCode, stderr } = await check(GOOD);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('gridwall.yml: the settings are read from gridwall.yaml: rename it');
    expect((await check(BAD, '--config', 'gridwall.yml')).exitCode).toBe(0);
  });

  it('is another file with --config', async () => {
    file('other.yaml', `rules: { ${RULE}: off }`);
    expect((await check(BAD, '--config', 'other.yaml')).exitCode).toBe(0);
  });

  it('may be empty', async () => {
    file('gridwall.yaml', '# nothing yet\n');
    expect((await check(GOOD)).exitCode).toBe(0);
  });

  it.each([
    ['rules: { service/no-endpoint: off }', 'there is no rule "service/no-endpoint"; "service/no-endpoints" may be'],
    ['rules: { toString: off }', 'there is no rule "toString"'],
    ['rules: { input/port: off }', '"input/port" can not be switched'],
    [`rules: { ${RULE}: loud }`, `"${RULE}" is off, error, warning, info`],
    [`rules: { ${RULE}: no }`, `"${RULE}" is off, error, warning, info`],
    ['rules: [a]', '"rules" is a map'],
    ['rule: {}', 'there is no "rule" here; the keys are rules, overrides, baseline'],
    ['- a', 'the settings are a map'],
    ['overrides: {}', '"overrides" is a list'],
    ['overrides: [a]', 'an override is a map'],
    ['overrides: [{ paths: [a] }]', '"rules" is missing'],
    ['overrides: [{ rules: {} }]', '"paths" is missing'],
    ['overrides: [{ rules: {}, paths: a }]', '"paths" is a list'],
    ['overrides: [{ rules: {}, paths: [1] }]', 'a path is a pattern'],
    ['overrides: [{ rules: {}, paths: [a], path: b }]', 'there is no "path" here'],
    ['baseline: 1', '"baseline" is a file'],
    ['rules: {', 'gridwall.yaml:1'],
    [`rules: {}\n---\nrules: { ${RULE}: off }`, 'gridwall.yaml:2: a second document'],
    [`rules: {}\n---\n`, 'a second document'],
  ])('%s is refused with its line: %s', async (text, why) => {
    file('gridwall.yaml', text);
    const { exitCode, stderr } = await check(GOOD);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^gridwall\.yaml:\d+: .*\[input\/settings\]$/m);
    expect(stderr).toContain(why);
  });

  it('is told of overrides that are for no file of the input', async () => {
    file('new/bad.yaml', BAD);
    file('gridwall.yaml', `overrides: [{ paths: ["legacy/**", "old/**"], rules: { ${RULE}: off } }]`);
    expect((await checkAll('new')).stdout).toContain('for no file that was read: overrides of legacy/**, old/**\n');
    file('legacy/good.yaml', GOOD);
    expect((await checkAll('new', 'legacy')).stdout).not.toContain('for no file');
  });
});

describe('the annotation gridwall/ignore', () => {
  const ignoring = (lines: string, label = 'apii') =>
    POD + service('api', label, `{ gridwall/ignore: ${JSON.stringify(lines)} }`);

  it('silences a rule for an object, and is counted', async () => {
    expect(await check(ignoring(`${RULE}: an operator makes the pods`))).toMatchObject({
      exitCode: 0,
      stdout: 'nothing found in 2 objects (1 ignored)\n',
    });
  });

  it.each([
    ['without a reason', RULE, [RULE, 'ignore/no-reason']],
    ['with an empty reason', `${RULE}: `, [RULE, 'ignore/no-reason']],
    ['with a reason that says nothing', `${RULE}: -`, [RULE, 'ignore/no-reason']],
    ['with a reason behind no colon', `${RULE} made by hand`, [RULE, 'ignore/no-reason']],
    ['of a rule that is none', 'service/no-endpoint: x', [RULE, 'ignore/unknown-rule']],
    ['of what the API server refuses', 'input/port: x', [RULE, 'ignore/unknown-rule']],
    ['of the rules about itself', 'ignore/unused: x', [RULE, 'ignore/unknown-rule']],
    ['of nothing', '\n', [RULE, 'ignore/unknown-rule']],
  ])('%s silences nothing', async (_, lines, rules) => {
    file('bad.yaml', ignoring(lines));
    const found = rulesOf(await checkAll('-o', 'json', 'bad.yaml'));
    expect(found).toEqual(expect.arrayContaining(rules));
  });

  it('says of the rules about itself that they can not be ignored', async () => {
    file('bad.yaml', ignoring('ignore/unused: x'));
    const { stdout } = await checkAll('--rule', 'ignore/unknown-rule', 'bad.yaml');
    expect(stdout).toContain('"ignore/unused" can not be ignored');
  });

  it('is a finding where the rule finds nothing, unless the rule was not asked', async () => {
    file('good.yaml', ignoring(`${RULE}: was needed once`, 'api'));
    expect(rulesOf(await checkAll('-o', 'json', 'good.yaml'))).toContain('ignore/unused');
    expect(rulesOf(await checkAll('-o', 'json', '--rule', 'ignore/unused', 'good.yaml'))).toEqual([]);
    file('gridwall.yaml', `rules: { ${RULE}: off }`);
    expect(rulesOf(await checkAll('-o', 'json', 'good.yaml'))).not.toContain('ignore/unused');
  });
});

describe('the baseline', () => {
  it('takes old findings as known, wherever their lines move, and no new ones', async () => {
    file('bad.yaml', BAD);
    expect(await checkAll('--write-baseline', 'bad.yaml')).toMatchObject({ exitCode: 0 });
    expect(existsSync('gridwall-baseline.json')).toBe(true);
    file('gridwall.yaml', 'baseline: gridwall-baseline.json');
    file('bad.yaml', `# a comment\n${BAD}${service('newer', 'neww')}`);
    const result = await checkAll('--rule', RULE, 'bad.yaml');
    expect(result.stdout).toContain('Service shop/newer');
    expect(result.stdout).toContain('1 error in 3 objects (1 in the baseline)');
    expect(result.exitCode).toBe(1);
  });

  it('tells which findings are mended', async () => {
    file('bad.yaml', BAD);
    await checkAll('--write-baseline', '--baseline', 'old.json', 'bad.yaml');
    const count = () => JSON.parse(readFileSync('old.json', 'utf8')).findings.length as number;
    const before = count();
    file('bad.yaml', GOOD);
    const { stdout } = await checkAll('--baseline', 'old.json', 'bad.yaml');
    await checkAll('--write-baseline', '--baseline', 'old.json', 'bad.yaml');
    expect(count()).toBeLessThan(before);
    expect(stdout).toContain(`mended, and still in the baseline: ${before - count()}`);
  });

  const known = async (...argv: string[]) => {
    const { stdout } = await checkAll('--baseline', 'old.json', '-o', 'json', ...argv);
    return JSON.parse(stdout) as { rule: string; line: number; message: string }[];
  };

  it('does not hide a later error behind another of the same file', async () => {
    file('bad.yaml', 'apiVersion: v1\nkind: Pod\n  a: 1\n');
    await checkAll('--write-baseline', '--baseline', 'old.json', 'bad.yaml');
    file('bad.yaml', '# moved\napiVersion: v1\nkind: Pod\n  a: 1\n');
    expect(await known('bad.yaml')).toEqual([]);
    file('bad.yaml', 'apiVersion: v1\nkind: Pod\nkind: Pod\n');
    expect(await known('bad.yaml')).toMatchObject([{ rule: 'input/syntax' }]);
    file('bad.yaml', 'apiVersion: v1\nkind: Pod\n  a: 1\n---\napiVersion: v1\nkind: Service\n  a: 1\n');
    expect(await known('bad.yaml')).toMatchObject([{ rule: 'input/syntax', line: 7 }]);
  });

  it('knows a finding whose place in a list has moved, and counts those that are alike', async () => {
    const ports = (...targets: string[]) =>
      `---\napiVersion: v1\nkind: Service\nmetadata: { name: many, namespace: shop }\nspec:\n  selector: { app: api }\n  ports:\n${targets
        .map((target, index) => `    - { name: p${index}, port: ${80 + index}, targetPort: ${target} }\n`)
        .join('')}`;
    file('bad.yaml', POD + ports('gone'));
    await checkAll('--write-baseline', '--baseline', 'old.json', 'bad.yaml');
    file('bad.yaml', POD + ports('8080', 'gone'));
    expect(await known('bad.yaml')).toEqual([]);
    file('bad.yaml', POD + ports('gone', 'lost'));
    expect(await known('bad.yaml')).toMatchObject([{ message: expect.stringContaining('lost') }]);
  });

  it('is the same text whatever the order of the findings', async () => {
    const [one, two] = [service('one', 'x'), service('two', 'x')];
    file('a.yaml', POD + one + two);
    file('b.yaml', POD + two + one);
    await checkAll('--write-baseline', '--baseline', 'a.json', 'a.yaml');
    await checkAll('--write-baseline', '--baseline', 'b.json', 'b.yaml');
    expect(readFileSync('a.json', 'utf8')).toBe(readFileSync('b.json', 'utf8'));
  });

  it.each([
    '{',
    '[]',
    '{}',
    '{"findings": [{}]}',
    `{"findings": [{"rule": "${RULE}", "line": 3}]}`,
    `{"findings": [{"rule": "${RULE}", "count": 0}]}`,
    `{"findings": [{"rule": "${RULE}", "count": "2"}]}`,
    '{"findings": [{"rule": "service/no-endpoint"}]}',
    'null',
  ])('%s is refused', async (text) => {
    file('old.json', text);
    const { exitCode, stderr } = await check(GOOD, '--baseline', 'old.json');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^old\.json: .*--write-baseline writes a new one \[input\/settings\]/);
  });
});

describe('gridwall check --fix', () => {
  const fixable = RULES.filter(({ bad }) => diagnoseText(bad).some(({ edits }) => edits));
  const findingsOf = (id: string, yaml: string) => diagnoseText(yaml).filter(({ rule }) => rule === id);

  it.each(fixable.map(({ id, bad }) => [id, bad] as const))('mends what %s says', async (id, bad) => {
    file('bad.yaml', `# a comment\n${bad}`);
    await checkAll('--fix', '--rule', id, 'bad.yaml');
    const after = readFileSync('bad.yaml', 'utf8');
    const isLeft = ({ edits }: { edits?: unknown }) => edits !== undefined;
    expect(findingsOf(id, after).filter(isLeft)).toEqual([]);
    expect(after.startsWith('# a comment\n')).toBe(true);
  });

  it('tells how many it mended, and what is left', async () => {
    const [{ bad, id }] = fixable as [(typeof fixable)[number]];
    file('bad.yaml', bad);
    const { stdout, exitCode } = await checkAll('--fix', '--rule', id, 'bad.yaml');
    expect(stdout).toMatch(/^mended \d+ of \d+ findings in 1 file\n/);
    expect(exitCode).toBe(findingsOf(id, readFileSync('bad.yaml', 'utf8')).length ? 1 : 0);
  });

  it('writes no file when one of them is read-only', async () => {
    const [{ bad, id }] = fixable as [(typeof fixable)[number]];
    for (const name of ['a.yaml', 'b.yaml'])
      file(name, name === 'a.yaml' ? bad : bad.replaceAll(/(name(?:space)?: )/g, '$1b-'));
    chmodSync('b.yaml', 0o444);
    const before = readFileSync('a.yaml', 'utf8');
    const { exitCode, stderr } = await checkAll('--fix', '--rule', id, 'a.yaml', 'b.yaml');
    expect({ exitCode, after: readFileSync('a.yaml', 'utf8') }).toEqual({ exitCode: 2, after: before });
    expect(stderr).toContain('b.yaml: may not be written');
  });

  it('shows a patch with --dry-run, and writes nothing', async () => {
    const [{ bad, id }] = fixable as [(typeof fixable)[number]];
    file('bad.yaml', bad);
    const { stdout, exitCode } = await checkAll('--fix', '--dry-run', '--rule', id, 'bad.yaml');
    expect(stdout).toMatch(/^--- bad\.yaml\n\+\+\+ bad\.yaml\n@@ /);
    expect(stdout).toMatch(/--fix would mend \d+ of \d+ findings in 1 file\n$/);
    expect(exitCode).toBe(1);
    expect(readFileSync('bad.yaml', 'utf8')).toBe(bad);
  });

  it.each([
    [['--fix'], 'what is piped in can not be written'],
    [['--fix', '-'], 'what is piped in can not be written'],
    [['--dry-run', 'a.yaml'], '--dry-run goes with --fix'],
    [['--fix', '--write-baseline', 'a.yaml'], 'mend first'],
  ])('%j is refused: %s', async (argv, why) => {
    const { exitCode, stderr } = await gridwall(['check', ...argv], { stdin: GOOD });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(why);
  });
});
