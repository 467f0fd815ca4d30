import { specOf } from '../../pod-template';
import type { Rule } from '../../rule';
import { cronJob } from './example';

const KINDS = ['batch/v1/CronJob', 'batch/v1beta1/CronJob'];

export const cronJobWithoutTimeZone: Rule = {
  id: 'workload/cron-job-without-time-zone',
  severity: 'info',
  summary: 'A CronJob runs at an hour of the day, and does not say of which time zone.',
  why: 'Without timeZone it is the zone of the controller manager, mostly UTC: an hour or more beside the hour that was meant, and another one in summer.',
  fix: 'Write timeZone with a name of the time zone database, such as Europe/Tallinn or Etc/UTC.',
  bad: cronJob('startingDeadlineSeconds: 600'),
  good: cronJob('timeZone: Europe/Tallinn'),
  *check(examined) {
    for (const { object, origin } of examined.of(...KINDS)) {
      const { schedule, timeZone } = specOf(object);
      if (timeZone || typeof schedule !== 'string' || !namesHour(schedule)) continue;
      yield {
        on: origin,
        path: ['spec', 'schedule'],
        message: `"${schedule}" is an hour of the time zone of the controller manager, mostly UTC`,
        fix: 'write timeZone, such as Etc/UTC or Europe/Tallinn',
      };
    }
  },
};

/** Every hour, or every few minutes, is the same in all zones that differ by whole hours. */
function namesHour(schedule: string): boolean {
  if (/TZ=/.test(schedule)) return false;
  if (schedule.startsWith('@')) return schedule !== '@hourly' && !schedule.startsWith('@every');
  const [, hour = '*', day, month, weekday] = schedule.trim().split(/\s+/);
  return !(/^\*(\/\d+)?$/.test(hour) && [day, month, weekday].every((field) => field === '*' || field === '?'));
}
