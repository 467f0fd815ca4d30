import type { Rule } from '../../rule';
import { andSelectsNothing } from './and-selects-nothing';
import { blockHoldsClusterIp } from './block-holds-cluster-ip';
import { dnsOverUdpOnly } from './dns-over-udp-only';
import { emptyPeersOrPorts } from './empty-peers';
import { everyNamespace } from './every-namespace';
import { hostNetwork } from './host-network';
import { needsEnforcement } from './needs-enforcement';
import { noDns } from './no-dns';
import { noEffect } from './no-effect';
import { oneSided } from './one-sided';
import { orInsteadOfAnd } from './or-instead-of-and';
import { peerSelectsNothing } from './peer-selects-nothing';
import { podsOfAnotherNamespace } from './pods-of-another-namespace';
import { portUndeclared } from './port-undeclared';
import { rulesNotInForce } from './rules-not-in-force';
import { selectsNothing } from './selects-nothing';
import { selfTraffic } from './self-traffic';
import { servicePortInsteadOfPodPort } from './service-port-instead-of-pod-port';
import { typesMissing } from './types-missing';
import { uncoveredWorkload } from './uncovered-workload';
import { unknownNamespaceLabel } from './unknown-namespace-label';
import { unknownPortName } from './unknown-port-name';

export const POLICY_RULES: readonly Rule[] = [
  oneSided,
  servicePortInsteadOfPodPort,
  noDns,
  dnsOverUdpOnly,
  selfTraffic,
  portUndeclared,
  selectsNothing,
  peerSelectsNothing,
  podsOfAnotherNamespace,
  unknownNamespaceLabel,
  andSelectsNothing,
  orInsteadOfAnd,
  unknownPortName,
  blockHoldsClusterIp,
  emptyPeersOrPorts,
  everyNamespace,
  rulesNotInForce,
  typesMissing,
  hostNetwork,
  uncoveredWorkload,
  noEffect,
  needsEnforcement,
];
