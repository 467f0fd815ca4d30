import { inputError } from '../input-error';
import { find } from '../question/lookup';
import { parseReference } from '../question/reference';
import { describeService } from '../question/service-description';
import { serviceDescriptionText } from '../text/service-text';
import type { Context, Result } from './command';
import { EXIT } from './exit-code';
import { type ExplainOptions, formatRemarked } from './explain-output';
import { loadNetwork } from './load';

/** `gridwall explain service`: its names, its ports, and who answers there. */
export async function explainService(
  name: string,
  paths: readonly string[],
  options: ExplainOptions,
  context: Context,
): Promise<Result> {
  const { network } = await loadNetwork(paths, context, options.withLabel);
  const { cluster } = network;
  const reference = parseReference(name);
  if (reference.kind !== 'name') throw inputError('input/reference', `"${name}" is no Service; write namespace/name`);
  const [service] = find(cluster, { ...reference, objectKind: reference.objectKind ?? 'Service' }).services;
  if (!service) throw inputError('input/reference', `"${name}" is no Service`);
  const description = describeService(cluster, service);
  const isAnswered = description.ports.every(({ endpoints }) => endpoints.length > 0);
  return {
    text: formatRemarked(
      network,
      { data: description, text: (style) => serviceDescriptionText(description, style) },
      options,
      context,
    ),
    exitCode: isAnswered ? EXIT.yes : EXIT.no,
  };
}
