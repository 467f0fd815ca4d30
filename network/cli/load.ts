import type { PassedOver } from '../manifest/reading';
import { Network } from '../question/network';
import { parseLabelChange, withLabels } from '../question/with-labels';
import type { Context } from './command';
import { readInput } from './input';

export interface LoadedNetwork {
  readonly network: Network;
  readonly passedOver: readonly PassedOver[];
}

/**
 * The network that the paths describe.
 * @param labels what if pods had these labels: `prod/web=access=true`
 */
export async function loadNetwork(
  paths: readonly string[],
  { io, progress }: Context,
  labels: readonly string[] = [],
): Promise<LoadedNetwork> {
  const changes = labels.map(parseLabelChange);
  const { manifests, passedOver } = await readInput(paths, io);
  progress.begin(`working out who reaches whom: ${manifests.length} objects`);
  const network = Network.of(manifests);
  return { network: changes.length ? new Network(withLabels(network.cluster, changes)) : network, passedOver };
}
