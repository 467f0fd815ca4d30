import { namespaceOf } from '../cluster/cluster';
import { isRead, READ_KINDS } from '../cluster/read-kinds';
import { isWorkload } from '../cluster/workload';
import type { InputErrorCode } from '../input-error';
import type { Manifest } from '../manifest/manifest';
import type { Finding } from './finding';

/** The one code of the input that is no refusal of the API server: settings and annotations may silence it. */
export const DUPLICATE: InputErrorCode = 'input/duplicate';

const OF_NO_NAMESPACE: readonly string[] = [...READ_KINDS.ingressClasses, ...READ_KINDS.gatewayClasses];

/** The namespace in which nothing is certain while the object is there twice. */
export function contestedNamespace({ object }: Manifest): string | undefined {
  const kind = `${object.apiVersion}/${object.kind}`;
  if (READ_KINDS.namespaces.includes(kind)) return object.metadata.name;
  return (isRead(kind) && !OF_NO_NAMESPACE.includes(kind)) || isWorkload(object) ? namespaceOf(object) : undefined;
}

/** What the rest of the namespace has no say in. */
const OF_ONE_OBJECT = /^(input|ignore|image|object|pod-security)\//;

/** Takes out errors and warnings where the folders of two clusters may be mixed up: they would be about neither. */
export function withoutContested(findings: readonly Finding[]): readonly Finding[] {
  const duplicates = findings.filter(({ rule }) => rule === DUPLICATE);
  const contested = new Set(duplicates.map(({ manifest }) => contestedNamespace(manifest!)));
  const isJudged = ({ rule, severity, manifest }: Finding) =>
    severity === 'info' || OF_ONE_OBJECT.test(rule) || !manifest || !contested.has(namespaceOf(manifest.object));
  return contested.size ? findings.filter(isJudged) : findings;
}
