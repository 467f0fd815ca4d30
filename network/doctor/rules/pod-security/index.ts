import type { Rule } from '../../rule';
import { baseline } from './baseline';
import { levelRefused } from './level-refused';
import { refusedByNamespace } from './refused-by-namespace';
import { restricted } from './restricted';

export const POD_SECURITY_RULES: readonly Rule[] = [levelRefused, refusedByNamespace, baseline, restricted];
