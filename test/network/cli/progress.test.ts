import { PassThrough } from 'node:stream';
import { Progress } from '../../../network/cli/progress';

/** What somebody reads of a command that takes its time, in milliseconds from its start. */
function told(isTTY: boolean, ...times: number[]): string {
  const stderr = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY });
  const clock = [0, ...times];
  const progress = new Progress(stderr, () => clock.shift()!);
  for (const _ of times) progress.begin('comparing');
  return stderr.read() ?? '';
}

it.each([
  [true, [100, 1900], ''],
  [true, [100, 3000], 'gridwall: comparing (3 s so far)\n'],
  [false, [100, 3000], ''],
])('on a terminal (%s), steps that begin after %j ms say "%s"', (isTTY, times, text) => {
  expect(told(isTTY, ...times)).toBe(text);
});
