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

const SCHEDULE = 'CronJob shop/fetch spec.schedule:1';
const write = 'write five fields within their bounds, such as "0 15 * * *"';

describeRule('workload/cron-job-schedule', {
  finds: (
    [
      ['0 25 * * *', 'hour is 25, must be 0 to 23'],
      ['60 * * * *', 'minute is 60, must be 0 to 59'],
      ['0 0 0 * *', 'day of the month is 0, must be 1 to 31'],
      ['0 0 * * 7', 'day of the week is 7, must be 0 to 6'],
      ['0 0 * * MONDAY', 'day of the week is MONDAY, must be 0 to 6'],
      ['0 5-1 * * *', 'hour is 5-1, which ends before it begins'],
      ['*/0 * * * *', 'minute is */0, whose step is no number above 0'],
      ['*/5/5 * * * *', 'minute is */5/5, whose step is no number above 0'],
      ['* * * *', 'it has 4 fields, must have 5: minute, hour, day of the month, month, day of the week'],
      [
        '@dayly',
        'there is no @dayly; there are @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly and @every with a duration',
      ],
      ['TZ=UTC 0 15 * * *', 'a time zone in the schedule is refused; timeZone is the field for it'],
    ] as const
  ).map(
    ([schedule, why]) =>
      [schedule, at(schedule), `${SCHEDULE}: "${schedule}" is no schedule: ${why} → ${write}`] as const,
  ),
  isSilentOn: ['0 15 * * *', '*/5 8-17 1,15 JAN-jun mon-FRI', '5/15 ? * ? *', '@daily', '@every 1h30m', '$(WHEN)'].map(
    (schedule) => [schedule, at(schedule)] as const,
  ),
});

describeRule('workload/cron-job-unknown-time-zone', {
  finds: (
    [
      ['Europe/Talinn', 'Europe/Tallinn'],
      ['europe/tallinn', 'Europe/Tallinn'],
      ['Local', 'a name such as Europe/Tallinn or Etc/UTC'],
      ['+02:00', 'a name such as Europe/Tallinn or Etc/UTC'],
    ] as const
  ).map(
    ([timeZone, right]) =>
      [
        timeZone,
        at('0 15 * * *', { timeZone }),
        `CronJob shop/fetch spec.timeZone:1: there is no time zone "${timeZone}" → write ${right}`,
      ] as const,
  ),
  isSilentOn: ['Europe/Tallinn', 'Etc/UTC', 'UTC', 'US/Eastern', 'Asia/Calcutta', '$(ZONE)'].map(
    (timeZone) => [timeZone, at('0 15 * * *', { timeZone })] as const,
  ),
});
