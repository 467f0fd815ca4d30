import { accessSync, constants, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { UsageError } from './errors.mjs';

const FLAGS = {
  rounds: { type: 'string', default: '5' },
  json: { type: 'string' },
  'no-goals': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
};

/** @throws UsageError naming the flag, its value and what would be right. */
export function readOptions(args) {
  const { values, tokens } = parse(args);
  const seen = new Set();
  for (const { rawName } of tokens.filter(({ kind }) => kind === 'option')) {
    if (seen.has(rawName)) throw new UsageError(`${rawName} is given more than once`);
    seen.add(rawName);
  }
  if (!/^([1-9]\d?|100)$/.test(values.rounds))
    throw new UsageError(`--rounds is ${JSON.stringify(values.rounds)}: must be a whole number from 1 to 100`);
  if (values.json !== undefined) checkWritable(values.json);
  return { rounds: Number(values.rounds), json: values.json, goals: !values['no-goals'], help: values.help };
}

function parse(args) {
  try {
    return parseArgs({ args, options: FLAGS, strict: true, allowPositionals: false, tokens: true });
  } catch (error) {
    if (!error.code?.startsWith('ERR_PARSE_ARGS_')) throw error;
    throw new UsageError(`${error.message}\nSee --help.`);
  }
}

/** Minutes of measuring shouldn't end in a path that can't be written. */
function checkWritable(file) {
  const fail = (problem) => {
    throw new UsageError(`--json is ${JSON.stringify(file)}: ${problem}`);
  };
  if (file === '') fail('must name a file');
  const found = statSync(file, { throwIfNoEntry: false });
  if (found && !found.isFile()) fail('is not a file');
  try {
    accessSync(found ? file : dirname(resolve(file)), constants.W_OK);
  } catch (error) {
    fail(`can't be written (${error.code})`);
  }
}
