import type { PropCheck, Rule } from './prop-check';

const LABEL = '[a-z0-9]([a-z0-9-]*[a-z0-9])?';
const DNS_LABEL = new RegExp(`^${LABEL}$`);
const RFC_1035 = /^[a-z]([a-z0-9-]*[a-z0-9])?$/;
const SUBDOMAIN = new RegExp(`^${LABEL}(\\.${LABEL})*$`);
const LABEL_NAME = /^[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?$/;

const isText = (value: unknown): value is string => typeof value === 'string';

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
export const dnsLabel: Rule<string> = {
  code: 'name/dns-label',
  wants: 'at most 63 lower-case letters, digits and "-", with a letter or digit at both ends',
  accepts: (value) => isText(value) && value.length <= 63 && DNS_LABEL.test(value),
  advise: lowerCase,
};

/** A Service's name is also a DNS name of the older, stricter form. */
export const serviceName: Rule<string> = {
  code: 'name/service',
  wants: 'at most 63 lower-case letters, digits and "-", with a letter first and a letter or digit last',
  accepts: (value) => isText(value) && value.length <= 63 && RFC_1035.test(value),
  advise: lowerCase,
};

/** StatefulSets and CronJobs: their controllers put up to 11 characters behind the name and make a label of it. */
export const workloadName: Rule<string> = {
  code: 'name/workload',
  wants: 'at most 52 lower-case letters, digits and "-", with a letter or digit at both ends',
  accepts: (value) => isText(value) && value.length <= 52 && DNS_LABEL.test(value),
  advise: lowerCase,
};

export const subdomain: Rule<string> = {
  code: 'name/subdomain',
  wants: 'at most 253 characters: labels of lower-case letters, digits and "-", joined by dots',
  accepts: (value) => isText(value) && isSubdomain(value),
  advise: lowerCase,
};

/** @see https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports */
export const portName: Rule<string> = {
  code: 'name/port',
  wants: 'at most 15 lower-case letters, digits and single "-", with a letter among them and no "-" at an end',
  accepts: (value) =>
    isText(value) && value.length <= 15 && DNS_LABEL.test(value) && /[a-z]/.test(value) && !value.includes('--'),
  advise: lowerCase,
};

export const secretKey: Rule<string> = {
  code: 'name/secret-key',
  wants: 'at most 253 letters, digits, "-", "_" and "."',
  accepts: (value) =>
    isText(value) && value.length <= 253 && /^[-._A-Za-z0-9]+$/.test(value) && value !== '.' && !value.startsWith('..'),
};

export const envName: Rule<string> = {
  code: 'name/env',
  wants: 'letters, digits, "_", "-" and ".", with no digit first',
  accepts: (value) => /^[-._A-Za-z][-._A-Za-z0-9]*$/.test(value) && value !== '.' && !value.startsWith('..'),
};

export const envValue: Rule<string> = {
  code: 'value/env',
  wants: 'a string',
  accepts: isText,
  advise: inQuotes,
};

const labelKey: Rule<string> = {
  code: 'label/key',
  wants: 'a label key: at most 63 letters, digits, "-", "_" and ".", after an optional DNS prefix and "/"',
  accepts: (key) => {
    const [name, prefix, ...rest] = key.split('/').reverse();
    return (
      rest.length === 0 && isLabelName(name!) && (prefix === undefined || isSubdomain(prefix)) && key !== 'constructor'
    );
  },
  advise: (key) => (key === 'constructor' ? 'cdk8s does not carry that key' : undefined),
};

/** A name that may say whose it is: classes of load balancers have them. */
export const qualifiedName: Rule<string> = {
  code: 'name/qualified',
  wants: 'at most 63 letters, digits, "-", "_" and ".", after an optional DNS prefix and "/"',
  accepts: (value) => isText(value) && labelKey.accepts(value),
};

const labelValue: Rule<string> = {
  code: 'label/value',
  wants: 'a string of at most 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends, or empty',
  accepts: (value) => isText(value) && (value === '' || isLabelName(value)),
  advise: inQuotes,
};

const annotationValue: Rule<string> = { ...envValue, code: 'value/annotation' };

/** @returns a copy of the labels. */
export function checkLabels(at: PropCheck, prop: string, labels: Record<string, string>): Record<string, string> {
  for (const [key, value] of at.entries(prop, labels)) {
    at.check(`${prop} (key)`, key, labelKey);
    at.check(`${prop}.${key}`, value, labelValue);
  }
  return { ...labels };
}

/** @returns a copy of the annotations, whose values may be any text. */
export function checkAnnotations(
  at: PropCheck,
  prop: string,
  annotations: Record<string, string>,
): Record<string, string> {
  for (const [key, value] of at.entries(prop, annotations)) {
    at.check(`${prop} (key)`, key, labelKey);
    at.check(`${prop}.${key}`, value, annotationValue);
  }
  return { ...annotations };
}

/** A name, or "" where that has a meaning of its own. */
export const subdomainOrNone: Rule<string> = {
  code: 'name/subdomain',
  wants: `${subdomain.wants}, or ""`,
  accepts: (value) => value === '' || subdomain.accepts(value),
};

/** Labels that select: an empty selector would take every pod of the namespace. */
export function checkSelector(at: PropCheck, prop: string, labels: Record<string, string>): Record<string, string> {
  const checked = checkLabels(at, prop, labels);
  if (Object.keys(checked).length > 0) return checked;
  return at.refuse('label/none', prop, labels, 'must be at least one label, or every pod of the namespace is meant');
}

/** Extra variables: names that are well formed and not among those the construct sets itself. */
export function checkEnv(
  at: PropCheck,
  env: Record<string, string>,
  taken: readonly string[],
): { name: string; value: string }[] {
  return at.entries('env', env).map(([name, value]) => {
    at.check('env (name)', name, envName);
    if (taken.includes(name))
      at.refuse('props/conflict', 'env', name, 'is set by the construct itself: use the prop that belongs to it');
    at.check(`env.${name}`, value, envValue);
    return { name, value };
  });
}

export function isSubdomain(value: string): boolean {
  return value.length <= 253 && SUBDOMAIN.test(value) && value.split('.').every((label) => label.length <= 63);
}

function isLabelName(value: string): boolean {
  return value.length <= 63 && LABEL_NAME.test(value);
}

function inQuotes(value: unknown): string | undefined {
  return typeof value === 'boolean' || typeof value === 'number' ? `write "${value}" in quotes` : undefined;
}

function lowerCase(value: unknown): string | undefined {
  return isText(value) && value !== value.toLowerCase() ? 'upper case is not allowed' : undefined;
}
