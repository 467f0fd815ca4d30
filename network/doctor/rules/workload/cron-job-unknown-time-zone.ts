import { nearest } from '../../../route/nearest';
import { isFilledIn } from '../../env';
import { specOf } from '../../pod-template';
import type { Rule } from '../../rule';
import { cronJob } from './example';

export const cronJobUnknownTimeZone: Rule = {
  id: 'workload/cron-job-unknown-time-zone',
  severity: 'error',
  summary: 'A CronJob names a time zone that there is not.',
  why: 'The API server refuses it. It takes the names of the time zone database, letter by letter, and neither offsets nor "Local".',
  fix: 'Write a name of the time zone database, such as Europe/Tallinn or Etc/UTC.',
  bad: cronJob('timeZone: Europe/Talinn'),
  good: cronJob('timeZone: Europe/Tallinn'),
  *check(examined) {
    for (const { object, origin } of examined.of('batch/v1/CronJob', 'batch/v1beta1/CronJob')) {
      const { timeZone } = specOf(object);
      if (timeZone === undefined || timeZone === null || isTimeZone(timeZone) || isFilledIn(String(timeZone))) continue;
      const meant = nearest(String(timeZone), Intl.supportedValuesOf('timeZone'));
      yield {
        on: origin,
        path: ['spec', 'timeZone'],
        message: `there is no time zone ${JSON.stringify(timeZone)}`,
        fix: `write ${meant ?? 'a name such as Europe/Tallinn or Etc/UTC'}`,
      };
    }
  },
};

/** Intl passes over the difference of large and small letters, and takes offsets; the API server does neither. */
function isTimeZone(name: unknown): boolean {
  if (typeof name !== 'string' || !/^[A-Z]/.test(name)) return false;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
    return timeZone === name || timeZone.toLowerCase() !== name.toLowerCase();
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
