import { diagnose } from '../../../../network/doctor/doctor';
import type { Finding } from '../../../../network/doctor/finding';
import { scanManifests } from '../../../../network/manifest/source-reader';

/** What the doctor finds in YAML text. */
export function diagnoseText(yaml: string): Finding[] {
  const { manifests, problems } = scanManifests(yaml, 'test.yaml');
  return diagnose(manifests, problems);
}

/** `error Service shop/api spec.selector:22`: the findings of a rule, short. */
export function findingsOf(rule: string, yaml: string): string[] {
  return diagnoseText(yaml)
    .filter((finding) => finding.rule === rule)
    .map(
      ({ severity, object, field, position }) => `${severity} ${object}${field ? ` ${field}` : ''}:${position.line}`,
    );
}

/** `rule object`, each once: what is found at all. */
export function foundBy(yaml: string): string[] {
  return [...new Set(diagnoseText(yaml).map(({ rule, object }) => `${rule} ${object}`))].sort();
}
