import type { Rule } from '../../rule';
import { hostHalfNamed } from './host-half-named';
import { hostMissing } from './host-missing';
import { mtlsController } from './mtls-controller';
import { mtlsTwice } from './mtls-twice';
import { subsetMissing } from './subset-missing';
import { subsetWithoutPods } from './subset-without-pods';
import { weights } from './weights';

export const MESH_RULES: readonly Rule[] = [
  hostMissing,
  hostHalfNamed,
  subsetMissing,
  subsetWithoutPods,
  weights,
  mtlsTwice,
  mtlsController,
];
