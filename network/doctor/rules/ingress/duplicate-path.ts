import { groupBy } from '../../../group-by';
import type { HostRule } from '../../../route/host-rule';
import { type Ingress, ingresses } from '../../../route/ingress';
import type { Examined } from '../../examined';
import type { Rule } from '../../rule';
import { USE_ANNOTATION } from '../../written-backends';
import { ingress } from './example';

export const duplicatePath: Rule = {
  id: 'ingress/duplicate-path',
  severity: 'warning',
  summary: 'Two rules of one class of Ingress have the same host and path.',
  why: 'Which of them gets the requests is up to the controller: ingress-nginx refuses the later one, others let the oldest win, or split.',
  fix: 'Take one of them away, or give it another host or path.',
  bad: `${ingress()}---${ingress({ name: 'other', backend: '{ service: { name: other, port: { number: 80 } } }' })}`,
  good: `${ingress()}---${ingress({ name: 'other', host: 'other.example', backend: '{ service: { name: other, port: { number: 80 } } }' })}`,
  *check({ cluster }: Examined) {
    const rules = ingresses(cluster).flatMap((one) => (isToldApart(one) ? [] : one.rules.filter(isPlain)));
    for (const same of groupBy(rules, keyOf).values()) {
      const [first, ...others] = same;
      for (const { subject, origin, field, host, pathType } of others)
        yield {
          on: origin,
          path: [...field, 'path'],
          message: `${subject === first!.subject ? 'the same Ingress' : first!.subject} has ${host ?? 'any host'} with ${pathType} ${first!.path || '/'}, too`,
          fix: 'leave one of the two out, or give it another path or host',
        };
    }
  },
};

/** Whether it is meant to share its paths with others. */
function isToldApart({ annotations }: Ingress): boolean {
  return Object.entries(annotations).some(
    ([name, value]) =>
      (name.endsWith('/canary') && value === 'true') ||
      name === 'nginx.org/mergeable-ingress-type' ||
      /^konghq\.com\/(methods|headers[./]|protocols|regex-priority)/.test(name),
  );
}

/** Not those that tell requests apart by more than host and path: controllers of AWS load balancers read that from annotations. */
function isPlain({ backends, owner }: HostRule<Ingress>): boolean {
  return backends.every(
    ({ port, name }) => port !== USE_ANNOTATION && !owner.annotations[`alb.ingress.kubernetes.io/conditions.${name}`],
  );
}

function keyOf({ owner, host, path, pathType }: HostRule<Ingress>): string {
  const prefix = pathType === 'Prefix' && path.endsWith('/') ? path.slice(0, -1) : path;
  return JSON.stringify([owner.className ?? null, host ?? null, pathType, prefix]);
}
