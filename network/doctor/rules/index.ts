import type { Rule } from '../rule';
import { ENV_RULES } from './env';
import { EXPOSURE_RULES } from './exposure';
import { GATEWAY_RULES } from './gateway';
import { IMAGE_RULES } from './image';
import { INGRESS_RULES } from './ingress';
import { MESH_RULES } from './mesh';
import { OBJECT_RULES } from './object';
import { POD_SECURITY_RULES } from './pod-security';
import { POLICY_RULES } from './policy';
import { SERVICE_RULES } from './service';
import { WORKLOAD_RULES } from './workload';

/** Every rule, in the order of the docs. */
export const RULES: readonly Rule[] = [
  ...OBJECT_RULES,
  ...SERVICE_RULES,
  ...WORKLOAD_RULES,
  ...ENV_RULES,
  ...IMAGE_RULES,
  ...POD_SECURITY_RULES,
  ...INGRESS_RULES,
  ...GATEWAY_RULES,
  ...EXPOSURE_RULES,
  ...MESH_RULES,
  ...POLICY_RULES,
];
