import type { Cluster } from '../cluster/cluster';
import { InputError, type Problem } from '../input-error';
import { gateways } from './gateway';
import { gatewayClasses } from './gateway-class';
import { gatewayRoutes } from './gateway-route';
import { endpointLists, endpointSlices } from './hand-made-endpoints';
import { ingresses } from './ingress';
import { ingressClasses } from './ingress-class';
import { openShiftRoutes } from './openshift-route';
import { referenceGrants } from './reference-grant';

const READERS: readonly ((cluster: Cluster) => unknown)[] = [
  ingressClasses,
  ingresses,
  openShiftRoutes,
  gatewayClasses,
  gateways,
  gatewayRoutes,
  referenceGrants,
  endpointLists,
  endpointSlices,
];

/** All that is wrong with the objects that say where requests go; questions come upon those of the kinds they need only. */
export function routeProblems(cluster: Cluster): readonly Problem[] {
  return READERS.flatMap((read) => {
    try {
      read(cluster);
      return [];
    } catch (error) {
      if (error instanceof InputError) return error.problems;
      throw error;
    }
  });
}
