import { describeRule, lines } from '../../support/describe-rule';
import { cronJob } from '../../support/objects';

const at = (schedule: string, more: object = {}) => lines(cronJob({ schedule, ...more }));

describeRule('workload/cron-job-without-time-zone', {
  finds: ['0 15 * * *', '*/10 8-17 * * *', '0 * * * 1', '@daily'].map(
    (schedule) =>
      [
        `an hour or a day: ${schedule}`,
        at(schedule),
        `CronJob shop/fetch spec.schedule:1: "${schedule}" is an hour of the time zone of the controller manager, mostly UTC → write timeZone, such as Etc/UTC or Europe/Tallinn`,
      ] as const,
  ),
  isSilentOn: [
    ['a zone', at('0 15 * * *', { timeZone: 'Europe/Tallinn' })],
    ['every few minutes', at('*/5 * * * *')],
    ['every hour', at('@hourly')],
    ['every second hour', at('0 */2 * * *')],
  ],
});

describeRule('workload/cron-job-short-deadline', {
  finds: [
    [
      'less than the controller takes to look',
      at('*/5 * * * *', { startingDeadlineSeconds: 9 }),
      'CronJob shop/fetch spec.startingDeadlineSeconds:1: a run that is 9 seconds late is left out, and the controller looks every 10 seconds → write startingDeadlineSeconds: 600, or take it away',
    ],
  ],
  isSilentOn: [
    ['ten seconds', at('*/5 * * * *', { startingDeadlineSeconds: 10 })],
    ['no deadline', at('*/5 * * * *')],
  ],
});
