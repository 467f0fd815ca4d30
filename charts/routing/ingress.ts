import type { ApiObjectMetadata, ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { PropCheck } from '../validation/prop-check';
import { manifest } from '../workload/manifest';
import type { Target } from './backend';
import { isRewriting, nginxPath } from './nginx';
import { byHost, type Route } from './rule';
import type { Certificate } from './tls';

/** What an Ingress has no words for is refused, each with what has. */
export function checkFitsIngress(at: PropCheck, routes: readonly Route[]): void {
  const instead = 'take RoutesApi.GATEWAY';
  for (const { prop, targets, redirect, timeoutSeconds } of routes) {
    if (targets.some(({ weight }) => weight !== undefined))
      at.refuse(
        'routes/unsupported',
        `${prop}.backends`,
        targets.length,
        `an Ingress can't split requests: ${instead}`,
      );
    if (redirect !== undefined)
      at.refuse('routes/unsupported', `${prop}.redirect`, redirect, `an Ingress has no redirects: ${instead}`);
    if (timeoutSeconds !== undefined)
      at.refuse(
        'routes/unsupported',
        `${prop}.timeoutSeconds`,
        timeoutSeconds,
        `an Ingress has no timeouts: ${instead}`,
      );
  }
}

/** @see https://kubernetes.io/docs/concepts/services-networking/ingress/ */
export function ingress(
  metadata: ApiObjectMetadata,
  className: string,
  routes: readonly Route[],
  defaultTarget: Target | undefined,
  certificates: readonly Certificate[],
): ApiObjectProps {
  const rewrites = isRewriting(routes);
  return manifest(k8s.KubeIngress, {
    metadata,
    spec: {
      ingressClassName: className,
      ...(defaultTarget && { defaultBackend: ingressBackend(defaultTarget) }),
      ...(certificates.length > 0 && {
        tls: certificates.map(({ hosts, secretName }) => ({ hosts: [...hosts], secretName })),
      }),
      rules: [...byHost(routes)].map(([host, ofHost]) => ({
        ...(host !== undefined && { host }),
        http: {
          paths: ofHost.map((route) => ({
            path: rewrites ? nginxPath(route) : route.path,
            pathType: rewrites ? 'ImplementationSpecific' : route.match,
            backend: ingressBackend(route.targets[0]!),
          })),
        },
      })),
    },
  });
}

function ingressBackend({ serviceName, port }: Target) {
  return { service: { name: serviceName, port: { number: port } } };
}
