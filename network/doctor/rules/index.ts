import type { Rule } from '../rule';
import { EXPOSURE_RULES } from './exposure';
import { INGRESS_RULES } from './ingress';
import { SERVICE_RULES } from './service';
import { WORKLOAD_RULES } from './workload';

/** Every rule, in the order of the docs. */
export const RULES: readonly Rule[] = [...SERVICE_RULES, ...WORKLOAD_RULES, ...INGRESS_RULES, ...EXPOSURE_RULES];
