import { specOf } from '../../pod-template';
import type { Rule } from '../../rule';
import { cronJob } from './example';

/** The controller looks every ten seconds. */
const LEAST = 10;

export const cronJobShortDeadline: Rule = {
  id: 'workload/cron-job-short-deadline',
  severity: 'warning',
  summary: `A CronJob has a startingDeadlineSeconds below ${LEAST}.`,
  why: `The controller looks at CronJobs every ${LEAST} seconds. What is already too late when it looks is not started at all.`,
  fix: 'Write a deadline of some minutes, or none.',
  bad: cronJob('timeZone: Europe/Tallinn\n  startingDeadlineSeconds: 5'),
  good: cronJob('timeZone: Europe/Tallinn\n  startingDeadlineSeconds: 600'),
  *check(examined) {
    for (const { object, origin } of examined.of('batch/v1/CronJob', 'batch/v1beta1/CronJob')) {
      const { startingDeadlineSeconds: deadline } = specOf(object);
      if (typeof deadline === 'number' && deadline < LEAST)
        yield {
          on: origin,
          path: ['spec', 'startingDeadlineSeconds'],
          message: `a run that is ${deadline} seconds late is left out, and the controller looks every ${LEAST} seconds`,
          fix: 'write startingDeadlineSeconds: 600, or take it away',
        };
    }
  },
};
