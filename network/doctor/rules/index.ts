import type { Rule } from '../rule';
import { ENV_RULES } from './env';
import { EXPOSURE_RULES } from './exposure';
import { IMAGE_RULES } from './image';
import { INGRESS_RULES } from './ingress';
import { OBJECT_RULES } from './object';
import { SERVICE_RULES } from './service';
import { WORKLOAD_RULES } from './workload';

/** Every rule, in the order of the docs. */
export const RULES: readonly Rule[] = [
  ...SERVICE_RULES,
  ...WORKLOAD_RULES,
  ...ENV_RULES,
  ...IMAGE_RULES,
  ...OBJECT_RULES,
  ...INGRESS_RULES,
  ...EXPOSURE_RULES,
];
