import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { load } from 'js-yaml';
import { readSettings } from '../../network/doctor/read-settings';
import { RULES } from '../../network/doctor/rules';
import { settingsSchema } from '../../network/doctor/settings-schema';
import { rulesMarkdown } from '../../network/text/rules-markdown';

const read = (name: string) => readFileSync(join(__dirname, '../..', name), 'utf8');

describe('the page of rules', () => {
  it('is what `npm run docs:rules` writes', () => {
    expect(read('docs/rules.md')).toBe(rulesMarkdown());
  });
});

describe('the schema of the settings', () => {
  const schema = new Ajv({ allowUnionTypes: true }).compile(settingsSchema());

  it('is what `npm run docs:rules` writes', () => {
    expect(JSON.parse(read('docs/gridwall.schema.json'))).toEqual(settingsSchema());
  });

  it.each([
    ['', true],
    ['rules: { service/no-endpoints: off }', true],
    ['overrides: [{ paths: ["legacy/**"], rules: { service/no-endpoints: info } }]', true],
    ['baseline: known.json', true],
    ['rules: { service/no-endpoint: off }', false],
    ['rules: { service/no-endpoints: loud }', false],
    ['rules: { input/port: off }', false],
    ['overrides: [{ paths: [a] }]', false],
    ['rule: {}', false],
  ])('agrees with the reader on "%s": %s', (text, isRight) => {
    expect(schema(load(text) ?? null)).toBe(isRight);
    const reading = () => readSettings(text, 'gridwall.yaml');
    if (isRight) expect(reading).not.toThrow();
    else expect(reading).toThrow('input/settings');
  });
});

describe('the table of candidates in docs/doctor.md', () => {
  const rows = [...read('docs/doctor.md').matchAll(/^\| (D\d+) \| ([^|]+) \| ([^|]*)\|$/gm)];
  const known = new Set(RULES.map(({ id }) => id));

  it('has D1 to D40, each once', () => {
    expect(rows.map(([, id]) => id)).toEqual(Array.from({ length: 40 }, (_, index) => `D${index + 1}`));
  });

  it('gives each a decision, and names rules that are there', () => {
    expect(rows.filter(([, , , cell]) => !cell!.trim()).map(([, id]) => id)).toEqual([]);
    const named = rows.flatMap(([, , , cell]) => [...cell!.matchAll(/`([a-z]+\/[a-z0-9-]+)`/g)].map(([, id]) => id!));
    expect(named.filter((id) => !known.has(id) && !id.startsWith('input/'))).toEqual([]);
  });
});
