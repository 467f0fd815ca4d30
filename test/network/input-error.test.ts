import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { INPUT_ERROR_CODES } from '../../network/input-error';

const root = join(__dirname, '../..');
const codes = Object.keys(INPUT_ERROR_CODES);

describe('the codes of refused input', () => {
  it('are each explained in docs/errors.md, and no others are', () => {
    const page = readFileSync(join(root, 'docs/errors.md'), 'utf8');
    const rows = [...page.matchAll(/^\| `(input\/[a-z-]+)` \|/gm)].map(([, code]) => code);
    expect(rows.sort()).toEqual([...codes].sort());
  });

  const sources = readdirSync(join(root, 'network'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && name !== 'input-error.ts')
    .map((name) => readFileSync(join(root, 'network', name), 'utf8'));
  it.each(codes)('%s is thrown somewhere', (code) => {
    expect(sources.some((source) => source.includes(`'${code}'`))).toBe(true);
  });
});
