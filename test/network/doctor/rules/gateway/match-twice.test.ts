import { gateway, route, WEB } from '../../../../../network/doctor/rules/gateway/example';
import { ruleSays } from '../../support/rule-says';

const other = (more: Parameters<typeof route>[1]) =>
  WEB + gateway() + route() + route(undefined, { name: 'other', ...more });
const POST =
  WEB +
  gateway() +
  route() +
  route(undefined, { name: 'other' }).replace('path: { value: / }', 'path: { value: / }, method: POST');

ruleSays(
  'gateway/match-twice',
  [
    [
      'two routes that take the same',
      other({}),
      [
        'warning HTTPRoute shop/other spec.rules[0].matches:43 HTTPRoute shop/web takes any host with PathPrefix /, too → leave one of the two out, or let them differ in host, path, method or headers',
      ],
    ],
    [
      'two rules of one route',
      `${WEB + gateway()}${route().replace(/---$/, '')}    - backendRefs: [{ name: web, port: 80 }]\n`,
      [
        'warning HTTPRoute shop/web spec.rules[1].matches:36 an earlier rule of the route takes any host with PathPrefix /, too → leave one of the two out, or let them differ in host, path, method or headers',
      ],
    ],
  ],
  [
    ['another path', other({ match: '/other' })],
    ['another host', other({ spec: 'hostnames: [other.example]' })],
    ['another listener', other({ parent: '{ name: public, sectionName: https }' })],
    ['another method', POST],
  ],
);
