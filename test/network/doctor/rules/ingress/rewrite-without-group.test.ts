import { ingress } from '../../../../../network/doctor/rules/ingress/example';
import { ruleSays } from '../../support/rule-says';

const rewrite = (target: string, path: string) =>
  ingress({
    annotations: `{ nginx.ingress.kubernetes.io/rewrite-target: ${target} }`,
    path: `{ path: ${JSON.stringify(path)}, pathType: ImplementationSpecific }`,
  });

ruleSays(
  'ingress/rewrite-without-group',
  [
    [
      'a group less than the target names',
      rewrite('/$2', '/users/(.*)'),
      [
        'warning Ingress shop/web spec.rules[0].http.paths[0].path:14 /users/(.*) has one group, and the rewrite target /$2 names $2 → write $1 into the target',
      ],
    ],
    [
      'a path without groups',
      rewrite('/$1', '/users'),
      [
        'warning Ingress shop/web spec.rules[0].http.paths[0].path:14 /users has no group, and the rewrite target /$1 names $1 → catch the rest: "/users/(.*)"',
      ],
    ],
    [
      'a group that does not count',
      rewrite('/$1', '/users/(?:a|b)'),
      [
        'warning Ingress shop/web spec.rules[0].http.paths[0].path:14 /users/(?:a|b) has no group, and the rewrite target /$1 names $1 → catch the rest: "/users/(?:a|b)/(.*)"',
      ],
    ],
    [
      'brackets that are letters',
      rewrite('/$1', '/users/\\(a\\)'),
      [
        'warning Ingress shop/web spec.rules[0].http.paths[0].path:14 /users/\\(a\\) has no group, and the rewrite target /$1 names $1 → catch the rest: "/users/\\(a\\)/(.*)"',
      ],
    ],
  ],
  [
    ['as many groups as the target names', rewrite('/$2', '/users(/|$)(.*)')],
    ['more groups', rewrite('/$1', '/users/(.*)(/|$)')],
    ['a target without groups', rewrite('/', '/users')],
  ],
);
