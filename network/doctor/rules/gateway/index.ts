import type { Rule } from '../../rule';
import { backendMissing } from './backend-missing';
import { backendNotGranted } from './backend-not-granted';
import { backendOtherProtocol } from './backend-other-protocol';
import { backendPortMissing } from './backend-port-missing';
import { certificateNotGranted } from './certificate-not-granted';
import { classUnknown } from './class-unknown';
import { controllerDenied } from './controller-denied';
import { listenerTwice } from './listener-twice';
import { matchTwice } from './match-twice';
import { notAttached } from './not-attached';
import { parentMissing } from './parent-missing';
import { weightsZero } from './weights-zero';

export const GATEWAY_RULES: readonly Rule[] = [
  backendMissing,
  backendPortMissing,
  backendOtherProtocol,
  backendNotGranted,
  controllerDenied,
  parentMissing,
  notAttached,
  matchTwice,
  weightsZero,
  classUnknown,
  listenerTwice,
  certificateNotGranted,
];
