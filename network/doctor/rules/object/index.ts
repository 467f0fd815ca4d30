import type { Rule } from '../../rule';
import { goneVersion } from './gone-version';
import { unknownKind } from './unknown-kind';

export const OBJECT_RULES: readonly Rule[] = [goneVersion, unknownKind];
