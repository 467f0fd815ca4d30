import type { Rule } from '../rule';
import { EXPOSURE_RULES } from './exposure';
import { GATEWAY_RULES } from './gateway';
import { INGRESS_RULES } from './ingress';
import { MESH_RULES } from './mesh';
import { SERVICE_RULES } from './service';

/** Every rule, in the order of the docs. */
export const RULES: readonly Rule[] = [
  ...SERVICE_RULES,
  ...INGRESS_RULES,
  ...GATEWAY_RULES,
  ...EXPOSURE_RULES,
  ...MESH_RULES,
];
