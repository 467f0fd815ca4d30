import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { baselineText } from '../doctor/baseline';
import { type Diagnosis, diagnosisOf, refuseUnread, someAtLeast } from '../doctor/diagnosis';
import { type FileChange, fixesFor } from '../doctor/fix';
import { noSuchRule, SETTABLE } from '../doctor/read-settings';
import type { Severity } from '../doctor/rule';
import { codeText, RULE_TEXTS } from '../doctor/rule-texts';
import { loadBaseline, loadSettings } from '../doctor-settings';
import { readBytes, refuseReadOnly, writeWhole } from '../files';
import type { Scan } from '../manifest/reading';
import { findingData } from '../text/findings-data';
import { findingsMarkdown } from '../text/findings-markdown';
import { findingsSarif } from '../text/findings-sarif';
import { findingsText } from '../text/findings-text';
import { jsonList } from '../text/json';
import { rulePage } from '../text/rule-page';
import { coloured, plain } from '../text/style';
import type { Context, Result } from './command';
import { EXIT, type ExitCode } from './exit-code';
import { STDIN, scanInput } from './input';
import { hasColours } from './io';
import { UsageError } from './usage-error';

export interface CheckOptions {
  readonly output: 'text' | 'json' | 'sarif' | 'md';
  readonly failOn: Severity;
  readonly rule?: readonly string[];
  readonly config?: string;
  readonly baseline?: string;
  readonly writeBaseline?: boolean;
  readonly fix?: boolean;
  /** With `fix`: shows what would be written. */
  readonly dryRun?: boolean;
  /** A rule, or `all`. */
  readonly explain?: string;
}

const BASELINE_FILE = 'gridwall-baseline.json';

/** `gridwall check`: mistakes of wiring. */
export async function check(paths: readonly string[], options: CheckOptions, context: Context): Promise<Result> {
  if (options.explain !== undefined && paths.length)
    throw new UsageError(`--explain looks at no files; leave out ${paths.join(' ')}`);
  if (options.explain !== undefined) return { text: explain(options.explain), exitCode: EXIT.yes };
  refuseUnknown(paths, options);
  const settings = loadSettings(options.config);
  const file = options.baseline ?? settings.baseline;
  const { rule: only, writeBaseline } = options;
  if (writeBaseline) {
    const { findings } = diagnosisOf(await read(paths, context), { settings });
    writeWhole(file ?? BASELINE_FILE, baselineText(findings));
    return {
      text: [
        `${findings.length} ${findings.length === 1 ? 'finding is' : 'findings are'} known from now on: ${file ?? BASELINE_FILE}\n`,
      ],
      exitCode: EXIT.yes,
    };
  }
  const baseline = loadBaseline(file);
  const scan = await read(paths, context);
  const diagnosis = diagnosisOf(scan, { settings, baseline, only });
  if (!options.fix) return report(diagnosis, options, context);
  const { changes, mended } = fixesFor(diagnosis.findings, readBytes);
  const sum = `${mended.length} of ${diagnosis.findings.length} findings in ${changes.length} ${changes.length === 1 ? 'file' : 'files'}`;
  if (options.dryRun)
    return {
      text: [...changes.map(patchText), `--fix would mend ${sum}\n`],
      exitCode: exitCodeOf(diagnosis, options),
    };
  for (const { file: path } of changes) refuseReadOnly(path);
  for (const { file: path, after } of changes) writeWhole(path, after);
  const left = report(diagnosisOf(await read(paths, context), { settings, baseline, only }), options, context);
  return options.output === 'text' ? { ...left, text: chain([`mended ${sum}\n\n`], left.text) } : left;
}

function report(diagnosis: Diagnosis, options: CheckOptions, context: Context): Result {
  return { text: format(diagnosis, options, context), exitCode: exitCodeOf(diagnosis, options) };
}

function exitCodeOf({ findings }: Diagnosis, { failOn }: CheckOptions): ExitCode {
  return someAtLeast(findings, failOn) ? EXIT.no : EXIT.yes;
}

function patchText({ file, before, after }: FileChange): string {
  return createTwoFilesPatch(file, file, before, after, '', '', { headerOptions: FILE_HEADERS_ONLY });
}

function* chain(...texts: Iterable<string>[]): Generator<string> {
  for (const text of texts) yield* text;
}

function refuseUnknown(paths: readonly string[], { rule = [], writeBaseline, fix, dryRun }: CheckOptions): void {
  if (fix && (!paths.length || paths.includes(STDIN)))
    throw new UsageError('--fix writes files; what is piped in can not be written: name files or folders');
  if (dryRun && !fix) throw new UsageError('--dry-run goes with --fix');
  if (fix && writeBaseline) throw new UsageError('--fix and --write-baseline are two steps: mend first');
  for (const id of rule)
    if (!SETTABLE.includes(id)) throw new UsageError(`--rule: ${noSuchRule(id, 'is always looked for')}`);
  if (rule.length && writeBaseline) throw new UsageError('--write-baseline takes all rules; leave out --rule');
}

async function read(paths: readonly string[], { io, progress }: Context): Promise<Scan> {
  const scan = await scanInput(paths, io);
  refuseUnread(scan);
  progress.begin(`looking over ${scan.manifests.length} objects`);
  return scan;
}

function* format(diagnosis: Diagnosis, { output }: CheckOptions, { io }: Context): Generator<string> {
  switch (output) {
    case 'text':
      return yield* findingsText(diagnosis, hasColours(io) ? coloured : plain);
    case 'md':
      return yield* findingsMarkdown(diagnosis);
    case 'json':
      yield* jsonList(diagnosis.findings.map(findingData));
      return yield '\n';
    case 'sarif': {
      const { version } = require('gridwall/package.json') as { version: string };
      yield `${JSON.stringify(findingsSarif(diagnosis, version), null, 2)}\n`;
    }
  }
}

function* explain(id: string): Generator<string> {
  if (id === 'all') {
    for (const { id: one, severity, summary } of RULE_TEXTS) yield `${one} (${severity}): ${summary}\n`;
    return;
  }
  const text = codeText(id);
  if (!text) throw new UsageError(`--explain: ${noSuchRule(id, '')}; "all" lists the rules`);
  yield rulePage(text);
}
