import { whyNoSchedule } from '../../cron';
import { isFilledIn } from '../../env';
import { specOf } from '../../pod-template';
import type { Rule } from '../../rule';
import { cronJob } from './example';

const SCHEDULE = '"0 15 * * *"';

export const cronJobSchedule: Rule = {
  id: 'workload/cron-job-schedule',
  severity: 'error',
  summary: 'The schedule of a CronJob is none.',
  why: 'The API server refuses it. A schedule has five fields (minute, hour, day of the month, month, day of the week), of which Sunday is 0 and not 7, or is a word such as @daily. https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax',
  fix: 'Write five fields within their bounds.',
  bad: cronJob('timeZone: Europe/Tallinn').replace(SCHEDULE, '"0 25 * * *"'),
  good: cronJob('timeZone: Europe/Tallinn'),
  *check(examined) {
    for (const { object, origin } of examined.of('batch/v1/CronJob', 'batch/v1beta1/CronJob')) {
      const { schedule } = specOf(object);
      if (typeof schedule === 'string' && isFilledIn(schedule)) continue;
      const why =
        typeof schedule === 'string' && schedule !== '' ? whyNoSchedule(schedule) : 'a CronJob needs one, as text';
      if (why)
        yield {
          on: origin,
          path: ['spec', 'schedule'],
          message: `${JSON.stringify(schedule) ?? 'nothing'} is no schedule: ${why}`,
          fix: `write five fields within their bounds, such as ${SCHEDULE}`,
        };
    }
  },
};
