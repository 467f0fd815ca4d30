import type { Construct } from 'constructs';
import { Routes } from '../routing/routes';
import { RoutesApi } from '../routing/routes-props';
import { CertificateIssuer, RoutesTls } from '../routing/tls';
import { GalleryChart } from './gallery-chart';
import { nginxServer } from './servers';

const issuer = CertificateIssuer.external('origin-issuer', 'OriginIssuer', 'cert-manager.k8s.cloudflare.com');

/** A site behind Traefik whose certificate comes from an issuer that is not cert-manager's own. */
export class ExternalIssuerChart extends GalleryChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new Routes(this, 'routes', {
      api: RoutesApi.INGRESS,
      name: 'marktaguiad-dev-ingress',
      className: 'traefik',
      rules: [{ host: 'marktaguiad.dev', backend: nginxServer(this, 'marktaguiad-dev', 80) }],
      tls: [RoutesTls.fromIssuer(issuer, 'marktaguiad-dev-tls')],
    });
  }
}
