import type { Rule } from '../../rule';
import { denied } from './denied';

export const EXPOSURE_RULES: readonly Rule[] = [denied];
