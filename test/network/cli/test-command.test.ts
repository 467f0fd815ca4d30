import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv';
import { load } from 'js-yaml';
import { CILIUM, gridwall, WEB_AND_DB } from './fake-io';

const INGRESS = `---
apiVersion: v1
kind: Service
metadata: {name: other, namespace: prod}
spec: {selector: {app: other}, ports: [{port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: nobody, namespace: test}
spec: {selector: {app: nobody}, ports: [{port: 80}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop, namespace: prod}
spec:
  rules:
    - host: shop.example.com
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: db, port: {number: 5432}}}}]}
`;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'expectations-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function gridwallTest(expectations: string, ...argv: string[]) {
  const file = join(folder, 'expectations.yaml');
  writeFileSync(file, expectations);
  return gridwall(['test', '-f', file, ...argv], { stdin: WEB_AND_DB + INGRESS });
}

const schema = new Ajv().compile(
  JSON.parse(readFileSync(join(__dirname, '../../../docs/expectations.schema.json'), 'utf8')),
);

describe('gridwall test', () => {
  it.each([
    'allow: prod/web -> prod/db:5432',
    'deny: test/probe -> prod/db:5432',
    'deny: internet -> prod/db:5432',
    'isolated: prod/db\n    direction: ingress',
    'onlyReached: prod/db:5432\n    by: [prod/web]',
    'resolve: db\n    from: prod',
    'resolve: db.prod\n    from: test/probe\n    to: prod/db',
    'route: http://shop.example.com/cart\n    to: prod/db',
    'route: http://shop.example.com/cart\n    to: prod/db:5432',
  ])('%s holds, and is right by the schema', async (expectation) => {
    const text = `expect:\n  - ${expectation}\n`;
    expect(await gridwallTest(text)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('1 of 1 expectations hold'),
    });
    expect(schema(load(text))).toBe(true);
  });

  it.each([
    ['allow: test/probe -> prod/db:5432', 'remedy: add a rule from test/probe[Pod] on TCP 5432'],
    ['deny: prod/web -> prod/db:5432', 'remedy: narrow spec.ingress[0] of NetworkPolicy prod/db (<stdin>:'],
    ['deny: prod/web -> test/probe:80', 'remedy: add a NetworkPolicy that selects test/probe[Pod] for ingress'],
    ['allow: prod/web -> prod/db:80', 'not applicable'],
    ['deny: prod/web -> prod/db:80', 'not applicable'],
    ['deny: 10.0.0.0/8 -> test/probe:80', 'allowed'],
    ['isolated: prod/db', 'no policy of namespace prod isolates egress'],
    ['onlyReached: prod/db:5432\n    by: []', 'it is also reached on TCP 5432 from prod/web[Deployment]'],
    [
      'onlyReached: prod/db:5432\n    by: [prod/web, test/probe]',
      'test/probe[Pod] -> prod/db[StatefulSet] on TCP 5432 is denied',
    ],
    ['onlyReached: test/nobody:80\n    by: []', 'Service test/nobody selects app=nobody'],
    ['onlyReached: prod/db:5432\n    by: []', 'remedy: narrow spec.ingress[0] of NetworkPolicy prod/db (<stdin>:'],
    ['isolated: prod/web\n    direction: egress', 'remedy: add a NetworkPolicy to namespace prod that selects app=web'],
    ['resolve: db\n    from: test', 'no such name'],
    ['resolve: db\n    from: test', 'remedy: write db.prod.svc.cluster.local'],
    ['resolve: db\n    from: prod\n    to: prod/other', 'remedy: write other.prod instead of db'],
    ['resolve: db\n    from: prod\n    to: prod/none', 'remedy: add a Service prod/none, and write its name'],
    ['route: http://shop.example.com/\n    to: prod/other', 'to prod/other, or add a rule for host shop.example.com'],
    ['resolve: db\n    from: prod\n    to: prod/web', 'it leads to prod/db'],
    ['route: http://other.example.com/\n    to: prod/db', 'not applicable'],
    ['route: http://shop.example.com/\n    to: prod/other', 'routes: '],
  ])('%s fails, with its line and the reason: %s', async (expectation, reason) => {
    const { exitCode, stdout } = await gridwallTest(`expect:\n  - ${expectation}\n`);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^FAIL {2}.* \(.*expectations\.yaml:2\)$/m);
    expect(stdout).toContain(reason);
    expect(stdout).toContain('0 of 1 expectations hold');
  });

  it.each([
    ['', 'write "expect:" and a list'],
    ['expect:', 'write "expect:" and a list'],
    ['expect: []', 'nothing is expected, so nothing would be tested'],
    ['expect: [prod/web]', 'an expectation is a map'],
    ['expect: [{}]', 'an expectation has one of allow, deny,'],
    ['expect: [{allow: a -> b, deny: a -> b}]', 'not allow and deny'],
    ['expect: [{allow: a -> b, port: 80}]', 'there is no "port" here; the keys are allow'],
    ['expect: [{allow: a -> b}]\nexpected: []', 'there is no "expected" here'],
    ['expect: [{allow: prod/web}]', '"allow" is written FROM -> TO:PORT'],
    ['expect: [{allow: a -> b -> c}]', '"allow" is written FROM -> TO:PORT'],
    ['expect: [{allow: -> b}]', '"allow" is written FROM -> TO:PORT'],
    ['expect: [{isolated: 3}]', '"isolated" is text'],
    ['expect: [{isolated: a, direction: up}]', '"direction" is ingress or egress'],
    ['expect: [{onlyReached: a}]', '"onlyReached" needs "by"'],
    ['expect: [{onlyReached: a, by: b}]', '"by" is a list'],
    ['expect: [{onlyReached: a, by: [1]}]', '"by" is text'],
    ['expect: [{resolve: a}]', '"resolve" needs "from"'],
    ['expect: [{route: "http://a"}]', '"route" needs "to"'],
  ])('%s is refused with its line, and is wrong by the schema', async (text, reason) => {
    const { exitCode, stdout, stderr } = await gridwallTest(text);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/expectations\.yaml:\d+: .*\[input\/expectation\]/);
    expect(stderr).toContain(reason);
    expect(schema(load(text))).toBe(false);
  });

  it.each([
    ['expect: [{allow: &a a -> b}, {deny: *a}]', '"deny" is an alias'],
    ['expect: [', 'expectations.yaml:1: '],
    ['expect: [{allow: a -> b, allow: c -> d}]', 'unique'],
    ['expect: [{route: "http://shop.example.com/", to: prod/db:80}]', 'Service prod/db has no port 80'],
    ['expect: [{allow: prod/none -> prod/db:5432}]', 'no workload or Service is called "prod/none"'],
  ])('%s is refused: %s', async (text, reason) => {
    const { exitCode, stderr } = await gridwallTest(text);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(reason);
  });

  it('tells programs of every expectation in JSON', async () => {
    const { exitCode, stdout } = await gridwallTest(
      'expect:\n  - allow: prod/web -> prod/db:5432\n  - deny: prod/web -> prod/db:5432\n',
      '--output',
      'json',
    );
    expect(exitCode).toBe(1);
    const { passed, outcomes } = JSON.parse(stdout);
    expect(passed).toBe(false);
    expect(outcomes.map((outcome: { passed: boolean }) => outcome.passed)).toEqual([true, false]);
    expect(outcomes[1]).toMatchObject({ expectation: 'deny prod/web -> prod/db:5432', remedy: expect.any(String) });
  });

  it('tells code hosts of failures in SARIF, at the line of the expectation and with the policies', async () => {
    const { stdout } = await gridwallTest(
      'expect:\n  - allow: prod/web -> prod/db:5432\n  - allow: test/probe -> prod/db:5432\n',
      '--output',
      'sarif',
    );
    const { version, runs } = JSON.parse(stdout);
    expect(version).toBe('2.1.0');
    const [{ tool, results }] = runs;
    expect(results).toHaveLength(1);
    const [{ ruleId, ruleIndex, locations, relatedLocations, message }] = results;
    expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
    expect(locations[0].physicalLocation.region).toEqual({ startLine: 3, startColumn: 5 });
    expect(relatedLocations[0].message.text).toBe('NetworkPolicy prod/db');
    expect(message.text).toContain('Remedy: ');
  });
});

describe('gridwall test with objects that are not reckoned with', () => {
  const expectations = 'expect:\n  - allow: prod/web -> prod/db:5432\n';
  const withCilium = (...argv: string[]) => {
    const file = join(folder, 'expectations.yaml');
    writeFileSync(file, expectations);
    return gridwall(['test', '-f', file, ...argv], { stdin: WEB_AND_DB + CILIUM });
  };
  const name = 'CiliumNetworkPolicy prod/x (cilium.io/v2)';

  it('names them in text, also when all expectations hold', async () => {
    const { exitCode, stdout } = await withCilium();
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`\nnot taken into account: ${name}\n1 of 1 expectations hold\n`);
    expect((await gridwallTest(expectations)).stdout).not.toContain('not taken into account');
  });

  it('names them in JSON', async () => {
    expect(JSON.parse((await withCilium('--output', 'json')).stdout).notTakenIntoAccount).toEqual([name]);
  });

  it('notes them in SARIF, at the file of the expectations', async () => {
    const [{ tool, results }] = JSON.parse((await withCilium('--output', 'sarif')).stdout).runs;
    const [{ level, ruleId, ruleIndex, message, locations }, ...more] = results;
    expect(more).toEqual([]);
    expect({ level, ruleId }).toEqual({ level: 'note', ruleId: 'notTakenIntoAccount' });
    expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
    expect(message.text).toBe(`Not taken into account: ${name}`);
    expect(locations[0].physicalLocation.artifactLocation.uri).toMatch(/expectations\.yaml$/);
  });
});
