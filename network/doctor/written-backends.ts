import type { FieldPath, Origin } from '../manifest/manifest';
import type { BackendRef } from '../route/backend';
import { gatewayRoutes } from '../route/gateway-route';
import { ingresses } from '../route/ingress';
import { mayBeIngressNginx } from '../route/ingress-class';
import { perCluster } from '../route/per-cluster';

/** A backend of a route, and where it is written. */
export interface WrittenBackend {
  readonly ref: BackendRef;
  readonly on: Origin;
  readonly namePath: FieldPath;
  readonly portPath: FieldPath;
  /** Whether the controller may take the port of the pods for that of the Service, as ingress-nginx does. */
  readonly takesPodPort: boolean;
}

/** What controllers of AWS load balancers write for "see the annotation". */
export const USE_ANNOTATION = 'use-annotation';

export const ingressBackends = perCluster((cluster): readonly WrittenBackend[] =>
  ingresses(cluster).flatMap(({ rules, defaultBackend, className, origin: on }) => {
    const takesPodPort = mayBeIngressNginx(cluster, className);
    const written = (ref: BackendRef, path: FieldPath): WrittenBackend => ({
      ref,
      on,
      namePath: [...path, 'service', 'name'],
      portPath: [...path, 'service', 'port', typeof ref.port === 'number' ? 'number' : 'name'],
      takesPodPort,
    });
    return [
      ...rules.flatMap(({ backends, field }) => backends.map((ref) => written(ref, [...field, 'backend']))),
      ...(defaultBackend ? [written(defaultBackend, ['spec', 'defaultBackend'])] : []),
    ].filter(({ ref }) => ref.kind === 'Service' && ref.port !== USE_ANNOTATION);
  }),
);

/** Of the routes of the Gateway API; without those that get no share of the requests, or may not be named. */
export const gatewayBackends = perCluster((cluster): readonly WrittenBackend[] =>
  gatewayRoutes(cluster).flatMap(({ rules, origin: on }) =>
    rules.flatMap(({ backends, field }) =>
      backends
        .map((ref, index) => ({ ref, path: [...field, 'backendRefs', index] }))
        .filter(({ ref }) => ref.kind === 'Service' && ref.weight !== 0 && !ref.refused)
        .map(({ ref, path }) => ({
          ref,
          on,
          namePath: [...path, 'name'],
          portPath: [...path, 'port'],
          takesPodPort: false,
        })),
    ),
  ),
);
