import type { Rule } from '../../rule';
import { andSelectsNothing } from './and-selects-nothing';
import { orInsteadOfAnd } from './or-instead-of-and';
import { peerSelectsNothing } from './peer-selects-nothing';
import { podsOfAnotherNamespace } from './pods-of-another-namespace';
import { selectsNothing } from './selects-nothing';
import { servicePortInsteadOfPodPort } from './service-port-instead-of-pod-port';
import { unknownNamespaceLabel } from './unknown-namespace-label';

export const POLICY_RULES: readonly Rule[] = [
  servicePortInsteadOfPodPort,
  selectsNothing,
  peerSelectsNothing,
  podsOfAnotherNamespace,
  unknownNamespaceLabel,
  andSelectsNothing,
  orInsteadOfAnd,
];
