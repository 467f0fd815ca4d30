import type { Rule } from '../../rule';
import { affinityBehindIngress } from './affinity-behind-ingress';
import { duplicatePort } from './duplicate-port';
import { duplicatePortName } from './duplicate-port-name';
import { externalNameIgnores } from './external-name-ignores';
import { externalNameIsAddress } from './external-name-is-address';
import { hashedSelector } from './hashed-selector';
import { noEndpoints } from './no-endpoints';
import { noPorts } from './no-ports';
import { nodePortDuplicate } from './node-port-duplicate';
import { nodePortOutOfRange } from './node-port-out-of-range';
import { openLoadBalancer } from './open-load-balancer';
import { selectsSeveralWorkloads } from './selects-several-workloads';
import { targetPortUndeclared } from './target-port-undeclared';
import { targetPortUnknownName } from './target-port-unknown-name';
import { unnamedPorts } from './unnamed-ports';

export const SERVICE_RULES: readonly Rule[] = [
  noEndpoints,
  selectsSeveralWorkloads,
  targetPortUnknownName,
  targetPortUndeclared,
  noPorts,
  unnamedPorts,
  duplicatePortName,
  duplicatePort,
  nodePortOutOfRange,
  nodePortDuplicate,
  externalNameIsAddress,
  externalNameIgnores,
  affinityBehindIngress,
  openLoadBalancer,
  hashedSelector,
];
