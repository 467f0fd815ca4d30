import type { Rule } from '../../rule';
import { authSecretMissing } from './auth-secret-missing';
import { backendMissing } from './backend-missing';
import { backendPodPort } from './backend-pod-port';
import { backendPortMissing } from './backend-port-missing';
import { backendPortUdp } from './backend-port-udp';
import { basicAuthWithoutTls } from './basic-auth-without-tls';
import { classMissing } from './class-missing';
import { classTwice } from './class-twice';
import { classUnknown } from './class-unknown';
import { controllerDenied } from './controller-denied';
import { controllerNotAdmitted } from './controller-not-admitted';
import { corsAnyOrigin } from './cors-any-origin';
import { duplicatePath } from './duplicate-path';
import { exactRoot } from './exact-root';
import { issuerIncomplete } from './issuer-incomplete';
import { patternInPath } from './pattern-in-path';
import { rewriteDropsPath } from './rewrite-drops-path';
import { rewriteWithoutGroup } from './rewrite-without-group';
import { snippet } from './snippet';
import { tlsHostUnused } from './tls-host-unused';
import { tlsSecretContested } from './tls-secret-contested';
import { tlsSecretMissing } from './tls-secret-missing';

export const INGRESS_RULES: readonly Rule[] = [
  backendMissing,
  backendPortMissing,
  backendPodPort,
  backendPortUdp,
  controllerDenied,
  controllerNotAdmitted,
  duplicatePath,
  exactRoot,
  patternInPath,
  rewriteDropsPath,
  rewriteWithoutGroup,
  classMissing,
  classUnknown,
  classTwice,
  tlsSecretMissing,
  tlsSecretContested,
  tlsHostUnused,
  issuerIncomplete,
  basicAuthWithoutTls,
  authSecretMissing,
  corsAnyOrigin,
  snippet,
];
