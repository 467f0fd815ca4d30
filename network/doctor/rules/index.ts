import type { Rule } from '../rule';
import { POLICY_RULES } from './policy';
import { SERVICE_RULES } from './service';

/** Every rule, in the order of the docs. */
export const RULES: readonly Rule[] = [...SERVICE_RULES, ...POLICY_RULES];
