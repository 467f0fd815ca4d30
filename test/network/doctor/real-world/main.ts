/** `npm run test:real-world`: what the doctor finds in manifests that others wrote, against a judgement of each finding. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { diagnosisOf } from '../../../../network/doctor/diagnosis';
import { scanPaths } from '../../../../network/files';
import { compare, findingsOf, type Judged, type Judgements } from './judgement';
import { moduleFolders } from './modules';
import { SETS } from './sets';

const FOLDER = join(process.cwd(), 'test/network/doctor/real-world');
const EXIT = { differs: 1 };
/** The largest share of wrong findings among the errors. */
const MOST_WRONG = 0.02;

function main(): number {
  const judgements = load(readFileSync(join(FOLDER, 'judged.yaml'), 'utf8')) as Judgements;
  const folders = moduleFolders(join(FOLDER, 'modules.json'));
  const results = SETS.map(({ name, module, paths }) => {
    const diagnosis = diagnosisOf(scanPaths(paths.map((path) => join(folders.get(module)!, path))));
    return { name, objects: diagnosis.objects, findings: findingsOf(diagnosis.findings) };
  });
  const { differences, judged } = compare(results, judgements);
  const objects = results.reduce((sum, result) => sum + result.objects, 0);
  console.log(`${SETS.length} sets of ${folders.size} modules, ${objects} objects`);
  for (const severity of ['error', 'warning'] as const) console.log(`${severity}s: ${sum(judged, severity)}`);
  for (const difference of differences) console.log(difference);
  const share = shareOfWrong(judged, 'error');
  if (share > MOST_WRONG) console.log(`${percent(share)} of the errors are wrong, more than ${percent(MOST_WRONG)}`);
  return differences.length > 0 || share > MOST_WRONG ? EXIT.differs : 0;
}

function sum(judged: readonly Judged[], severity: string): string {
  const some = judged.filter((one) => one.severity === severity);
  const wrong = some.filter(({ isWrong }) => isWrong);
  return `${some.length}, of which ${wrong.length} are wrong (${percent(shareOfWrong(judged, severity))})`;
}

function shareOfWrong(judged: readonly Judged[], severity: string): number {
  const some = judged.filter((one) => one.severity === severity);
  return some.length === 0 ? 0 : some.filter(({ isWrong }) => isWrong).length / some.length;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

process.exitCode = main();
