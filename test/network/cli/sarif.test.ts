import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import { CILIUM, gridwall, WEB_AND_DB } from './fake-io';

const SCHEMA = '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';

const BROKEN = `
apiVersion: v1
kind: Service
metadata:
  name: wrong
  namespace: prod
spec: { selector: { app: wep }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Service
metadata:
  name: reasoned
  namespace: prod
  annotations: { gridwall/ignore: "service/no-endpoints: an operator makes the pods" }
spec: { selector: { app: wep }, ports: [{ port: 80 }] }
`;
const HALF_WRITTEN = 'apiVersion: v1\nkind: Pod\n  metadata: {}\n';
const EXPECTATIONS =
  'expect:\n  - allow: prod/web -> prod/db:5432\n  - deny: prod/web -> prod/db:5432\n  - isolated: prod/web\n';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sarif-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Draft 4 of JSON Schema, whose names of schemas ajv does not know. */
function validator(): ValidateFunction {
  const { $schema, id, ...schema } = JSON.parse(readFileSync(require.resolve(SCHEMA), 'utf8'));
  const formats = { uri: URL.canParse, 'uri-reference': (text: string) => URL.canParse(text, 'file:///') };
  return new Ajv({ strict: false, unicodeRegExp: false, formats: { ...formats, 'date-time': true } }).compile(schema);
}

describe('SARIF', () => {
  const isValid = validator();
  const resultsOf = (stdout: string) => {
    const log = JSON.parse(stdout);
    expect(isValid(log) || isValid.errors).toBe(true);
    return log.runs[0].results as { suppressions?: unknown; relatedLocations?: unknown }[];
  };

  it('of check is as the schema says: found, ignored, known, and what can not be read', async () => {
    const broken = file('broken ä.yaml', BROKEN);
    const half = file('half.yaml', HALF_WRITTEN);
    const baseline = join(folder, 'known.json');
    await gridwall(['check', '--write-baseline', '--baseline', baseline, half]);
    const all = resultsOf((await gridwall(['check', '-o', 'sarif', '--baseline', baseline, broken, half])).stdout);
    expect(all.filter(({ suppressions }) => suppressions)).not.toEqual([]);
    expect(resultsOf((await gridwall(['check', '-o', 'sarif'], { stdin: BROKEN })).stdout)).not.toEqual([]);
    expect(resultsOf((await gridwall(['check', '-o', 'sarif', half])).stdout)).toHaveLength(1);
  });

  it('of test is as the schema says: failures with their policies, and remarks', async () => {
    const argv = ['test', '-f', file('expectations.yaml', EXPECTATIONS), '-o', 'sarif'];
    const results = resultsOf((await gridwall(argv, { stdin: WEB_AND_DB + CILIUM })).stdout);
    expect(results.length).toBeGreaterThanOrEqual(2);
  });

  it.each([
    ['a level that there is not', { level: 'fatal' }],
    ['a line before the first', { locations: [{ physicalLocation: { region: { startLine: 0 } } }] }],
    ['a field that there is not', { severity: 'error' }],
  ])('is held to a schema that refuses %s', (_, fields) => {
    const log = (result: object) => ({
      version: '2.1.0',
      runs: [{ tool: { driver: { name: 'gridwall' } }, results: [{ message: { text: 'a' }, ...result }] }],
    });
    expect(isValid(log({}))).toBe(true);
    expect(isValid(log(fields))).toBe(false);
  });
});
