import type { Rule } from '../../rule';
import { imageGone } from './gone';
import { imageNoTag } from './no-tag';
import { imageOutdated } from './outdated';
import { readOnlyRoot } from './read-only-root';
import { refusedAsRoot } from './refused-as-root';

export const IMAGE_RULES: readonly Rule[] = [imageGone, imageOutdated, imageNoTag, refusedAsRoot, readOnlyRoot];
