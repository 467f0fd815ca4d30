import type { Rule } from '../../rule';
import { cronJobSchedule } from './cron-job-schedule';
import { cronJobShortDeadline } from './cron-job-short-deadline';
import { cronJobUnknownTimeZone } from './cron-job-unknown-time-zone';
import { cronJobWithoutTimeZone } from './cron-job-without-time-zone';
import { duplicateName } from './duplicate-name';
import { governingService } from './governing-service';
import { hostNetworkDns } from './host-network-dns';
import { hostPortShared } from './host-port-shared';
import { probePortUndeclared } from './probe-port-undeclared';
import { probePortUnknownName } from './probe-port-unknown-name';
import { restartPolicy } from './restart-policy';
import { selectorMismatch } from './selector-mismatch';
import { textExpected } from './text-expected';
import { volumeMissing } from './volume-missing';

export const WORKLOAD_RULES: readonly Rule[] = [
  selectorMismatch,
  duplicateName,
  restartPolicy,
  governingService,
  probePortUnknownName,
  probePortUndeclared,
  textExpected,
  volumeMissing,
  hostNetworkDns,
  hostPortShared,
  cronJobSchedule,
  cronJobUnknownTimeZone,
  cronJobShortDeadline,
  cronJobWithoutTimeZone,
];
