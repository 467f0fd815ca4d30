/** Label selectors, compiled once and written as kubectl prints them. */
import type { Report } from './report';

export type Labels = Readonly<Record<string, string>>;

export interface Requirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values: readonly string[];
}

/** All requirements hold together; none at all selects everything. */
export interface Selector {
  readonly requirements: readonly Requirement[];
  /** `app=minio,tier in (a,b),!debug`; `<all>` when it selects everything. Equal selectors have equal texts. */
  readonly text: string;
}

const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'];
const LABEL_NAME = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)$/;
const LABEL_PREFIX = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

export function matches({ requirements }: Selector, labels: Labels): boolean {
  return requirements.every((requirement) => meets(requirement, labels));
}

/** Absent labels: `NotIn` and `DoesNotExist` hold, `In` and `Exists` do not. */
export function meets({ key, operator, values }: Requirement, labels: Labels): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
  }
}

/** Reads a selector of equal labels, such as a Service's; undefined where there is none. */
export function readEqualitySelector(value: unknown, report: Report): Selector | undefined {
  const labels = Object.entries(report.texts(value));
  for (const [key, label] of labels)
    if (typeof label !== 'string')
      report
        .at(key)
        .problem('input/selector', `${show(label)} is not a label value; write a string, in quotes if need be`);
  if (!labels.length) return undefined;
  return selectorOf(labels.map(([key, label]) => ({ key, operator: 'In' as const, values: [label as string] })));
}

/** Reads a LabelSelector as the API server does, and reports what it would refuse. */
export function readSelector(value: unknown, report: Report): Selector {
  const requirements: Requirement[] = [];
  const fields = report.fields(value, ['matchLabels', 'matchExpressions'], 'input/selector');
  const labels = report.at('matchLabels').texts(fields.matchLabels);
  for (const [key, label] of Object.entries(labels)) {
    const at = report.at('matchLabels', key);
    checkKey(key, at);
    if (isLabelValue(label)) requirements.push({ key, operator: 'In', values: [label] });
    else at.problem('input/selector', `${show(label)} is not a label value; write a string of at most 63 characters`);
  }
  const expressions = report.at('matchExpressions').list(fields.matchExpressions);
  for (const [index, expression] of expressions.entries()) {
    const requirement = readExpression(expression, report.at('matchExpressions', index));
    if (requirement) requirements.push(requirement);
  }
  return selectorOf(requirements);
}

function readExpression(value: unknown, report: Report): Requirement | undefined {
  const { key, operator, values: given } = report.fields(value, ['key', 'operator', 'values'], 'input/selector');
  const values = report.at('values').list(given);
  if (typeof key !== 'string') return report.problem('input/selector', `the key is ${show(key)}; write a label key`);
  checkKey(key, report);
  if (!OPERATORS.includes(operator as string))
    return report.problem('input/selector', `the operator is ${show(operator)}; write one of ${OPERATORS.join(', ')}`);
  if ((operator === 'In' || operator === 'NotIn') !== values.length > 0)
    return report.problem(
      'input/selector',
      values.length ? `${operator} takes no values` : `${operator} needs at least one value`,
    );
  const wrong = values.find((item) => !isLabelValue(item));
  if (wrong !== undefined)
    return report.problem('input/selector', `${show(wrong)} is not a label value; write strings, in quotes if need be`);
  return { key, operator: operator as Requirement['operator'], values: [...new Set(values as string[])].sort() };
}

function selectorOf(requirements: readonly Requirement[]): Selector {
  const byText = new Map(requirements.map((requirement) => [textOf(requirement), requirement]));
  const texts = [...byText.keys()].sort();
  return { requirements: texts.map((text) => byText.get(text)!), text: texts.join(',') || '<all>' };
}

function textOf({ key, operator, values }: Requirement): string {
  switch (operator) {
    case 'In':
      return values.length === 1 ? `${key}=${values[0]}` : `${key} in (${values.join(',')})`;
    case 'NotIn':
      return `${key} notin (${values.join(',')})`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
  }
}

function checkKey(key: string, report: Report): void {
  if (!isLabelKey(key)) report.problem('input/selector', `"${key}" is not a label key`);
}

export function isLabelKey(key: string): boolean {
  const [name = '', prefix, ...more] = key.split('/').reverse();
  return LABEL_NAME.test(name) && (prefix === undefined || LABEL_PREFIX.test(prefix)) && more.length === 0;
}

export function isLabelValue(value: unknown): value is string {
  return typeof value === 'string' && (value === '' || LABEL_NAME.test(value));
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? 'missing';
}
