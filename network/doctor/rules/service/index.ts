import type { Rule } from '../../rule';
import { noEndpoints } from './no-endpoints';

export const SERVICE_RULES: readonly Rule[] = [noEndpoints];
