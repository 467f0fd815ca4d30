import { ingress } from '../../../../../network/doctor/rules/ingress/example';
import { ruleSays } from '../../support/rule-says';

const rewrite = (target: string, path: string, className = 'nginx') =>
  ingress({ annotations: `{ nginx.ingress.kubernetes.io/rewrite-target: ${target} }`, path }).replace(
    'ingressClassName: nginx',
    `ingressClassName: ${className}`,
  );

ruleSays(
  'ingress/rewrite-drops-path',
  [
    [
      'a target that is the same for all',
      rewrite('/', '{ path: /users, pathType: Prefix }'),
      [
        'warning Ingress shop/web metadata.annotations.nginx.ingress.kubernetes.io/rewrite-target:7 everything below /users arrives as / → write the path "/users(/|$)(.*)" with pathType ImplementationSpecific and the target "/$2"; if nothing is to be rewritten, take the annotation away',
      ],
    ],
    [
      'the root',
      rewrite('/', '{ path: /, pathType: Prefix }'),
      [
        'warning Ingress shop/web metadata.annotations.nginx.ingress.kubernetes.io/rewrite-target:7 everything below / arrives as / → write the path "/(.*)" with pathType ImplementationSpecific and the target "/$1"; if nothing is to be rewritten, take the annotation away',
      ],
    ],
    [
      'a path of its own',
      rewrite('/v2', '{ path: /users/, pathType: ImplementationSpecific }'),
      [
        'warning Ingress shop/web metadata.annotations.nginx.ingress.kubernetes.io/rewrite-target:7 everything below /users/ arrives as /v2 → write the path "/users(/|$)(.*)" with pathType ImplementationSpecific and the target "/v2/$2"; if nothing is to be rewritten, take the annotation away',
      ],
    ],
    [
      'groups that the target does not name',
      rewrite('/', '{ path: "/users(/|$)(.*)", pathType: ImplementationSpecific }'),
      [
        'warning Ingress shop/web metadata.annotations.nginx.ingress.kubernetes.io/rewrite-target:7 everything below /users(/|$)(.*) arrives as / → write the path "/users(/|$)(.*)" with pathType ImplementationSpecific and the target "/$2"; if nothing is to be rewritten, take the annotation away',
      ],
    ],
  ],
  [
    [
      'a target with the rest of the path',
      rewrite('/$2', '{ path: "/users(/|$)(.*)", pathType: ImplementationSpecific }'),
    ],
    ['one path alone', rewrite('/healthz', '{ path: /health, pathType: Exact }')],
    ['no rewriting', ingress()],
    ['another controller, which does not read it', rewrite('/', '{ path: /users, pathType: Prefix }', 'traefik')],
  ],
);
