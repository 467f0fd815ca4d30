import { Report } from '../../../cluster/report';
import { matches, meets, readSelector } from '../../../cluster/selector';
import type { Problem } from '../../../input-error';
import type { Manifest } from '../../../manifest/manifest';
import { isPatch } from '../../patch';
import { asFields, type Fields, specOf } from '../../pod-template';
import type { Fault, Rule } from '../../rule';

const KINDS = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].map((kind) => `apps/v1/${kind}`);

const manifest = (label: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: api, namespace: shop }
spec:
  selector: { matchLabels: { app: api } }
  template:
    metadata: { labels: { app: ${label} } }
    spec: { containers: [{ name: api, image: "registry.example/api:1.4.2" }] }
`;

export const selectorMismatch: Rule = {
  id: 'workload/selector-mismatch',
  severity: 'error',
  summary: 'The selector of a workload does not select the pods of its own template.',
  why: 'The API server refuses it ("selector does not match template labels"): the controller would make pods without end and never find them.',
  fix: 'Write the labels of the selector into the template: the selector of a workload that is there already can not be changed.',
  bad: manifest('web'),
  good: manifest('api'),
  *check(examined) {
    for (const manifest of examined.of(...KINDS)) {
      const template = examined.templateOf(manifest.origin)!;
      const { selector } = specOf(manifest.object);
      if (!selector && isPatch(template)) continue;
      yield* faults(manifest, selector, template.labels);
    }
    for (const manifest of examined.of('v1/ReplicationController')) {
      const { labels } = examined.templateOf(manifest.origin)!;
      const selector = asFields(specOf(manifest.object).selector);
      // Without one it is made from the labels of the template.
      if (Object.keys(selector).length) yield* faults(manifest, { matchLabels: selector }, labels);
    }
  },
};

function* faults({ origin }: Manifest, given: unknown, labels: Readonly<Record<string, string>>): Generator<Fault> {
  const path = ['spec', 'selector'];
  const problems: Problem[] = [];
  const selector = readSelector(given, new Report('', origin, problems));
  if (problems.length) {
    yield { on: origin, path, message: problems[0]!.message.replace(/^[^:]*: /, ''), fix: 'write a label selector' };
    return;
  }
  if (!selector.requirements.length) {
    yield {
      on: origin,
      path,
      message: 'there is no selector, and the API server wants one',
      fix: `write matchLabels: ${flow(labels)}, the labels of the template`,
    };
    return;
  }
  if (matches(selector, labels)) return;
  const missing = selector.requirements.filter((requirement) => !meets(requirement, labels));
  const has = missing.map(({ key }) => (labels[key] === undefined ? `has no ${key}` : `has ${key}=${labels[key]}`));
  const wanted = missing.flatMap(({ key, operator, values }) => (operator === 'In' ? [[key, values[0]!]] : []));
  yield {
    on: origin,
    path,
    message: `selects ${selector.text}, and the template ${has.join(' and ')}`,
    fix: wanted.length
      ? `write ${flow(Object.fromEntries(wanted))} into the labels of the template, or the labels of the template into the selector of a new workload`
      : 'write labels into the template that the selector takes',
  };
}

function flow(labels: Fields): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}: ${value}`);
  return `{ ${pairs.join(', ')} }`;
}
