import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERROR_CODES } from '../../../charts/validation/error-codes';

const root = join(__dirname, '../../..');

function sources(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('error-codes.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
}

describe('the codes of errors', () => {
  it('are each explained in docs/errors.md, and no others are', () => {
    const rows = [...readFileSync(join(root, 'docs/errors.md'), 'utf8').matchAll(/^\| `([a-z/-]+)` \|/gm)].map(
      ([, code]) => code,
    );
    const ofConstructs = rows.filter((code) => !code?.startsWith('input/'));
    expect(ofConstructs.sort()).toEqual(Object.keys(ERROR_CODES).sort());
  });

  it.each(Object.keys(ERROR_CODES))('%s is thrown somewhere', (code) => {
    expect(sources(join(root, 'charts'))).toContain(`'${code}'`);
  });
});
