import type { Rule } from '../../rule';
import { credential } from './credential';
import { requiredMissing } from './required-missing';
import { serviceDenied } from './service-denied';
import { serviceLink } from './service-link';
import { serviceMissing } from './service-missing';
import { servicePort } from './service-port';
import { serviceUnknown } from './service-unknown';

export const ENV_RULES: readonly Rule[] = [
  serviceMissing,
  serviceUnknown,
  servicePort,
  serviceDenied,
  requiredMissing,
  credential,
  serviceLink,
];
