import { ingress } from '../../../../../network/doctor/rules/ingress/example';
import { ruleSays } from '../../support/rule-says';

const path = (text: string, pathType: string, annotations = '') =>
  ingress({ path: `{ path: ${JSON.stringify(text)}, pathType: ${pathType} }`, annotations });
const REGEX = '{ nginx.ingress.kubernetes.io/use-regex: "true" }';

ruleSays(
  'ingress/pattern-in-path',
  [
    [
      'a star',
      path('/api/*', 'Prefix'),
      [
        'warning Ingress shop/web spec.rules[0].http.paths[0].path:13 /api/* is taken letter by letter with pathType Prefix → write /api [spec.rules[0].http.paths[0].path = "/api"]',
      ],
    ],
    [
      'a star after letters',
      path('/api*', 'Prefix'),
      [
        'warning Ingress shop/web spec.rules[0].http.paths[0].path:13 /api* is taken letter by letter with pathType Prefix → write /api',
      ],
    ],
    [
      'a group',
      path('/api(/|$)(.*)', 'Prefix'),
      [
        'warning Ingress shop/web spec.rules[0].http.paths[0].path:13 /api(/|$)(.*) is taken letter by letter with pathType Prefix → write pathType ImplementationSpecific, or a plain path',
      ],
    ],
    [
      'a pattern of type Exact',
      path('/api/[0-9]', 'Exact'),
      [
        'warning Ingress shop/web spec.rules[0].http.paths[0].path:13 /api/[0-9] is taken letter by letter with pathType Exact → write pathType ImplementationSpecific, or a plain path',
      ],
    ],
    [
      'patterns that ingress-nginx is told to read',
      path('/api/(.*)', 'Prefix', REGEX),
      [
        'warning Ingress shop/web spec.rules[0].http.paths[0].pathType:14 /api/(.*) is a pattern, and pathType Prefix is for plain paths → write pathType ImplementationSpecific, or a plain path',
      ],
    ],
  ],
  [
    ['a plain path', path('/api/v1.0/a-b_c~d', 'Prefix')],
    ['a pattern of the type for such', path('/api(/|$)(.*)', 'ImplementationSpecific')],
  ],
);
