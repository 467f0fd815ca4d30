import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { ClusterIssuer } from '../../imports/cert-manager.io';
import { Routes } from '../routing/routes';
import { RoutesApi } from '../routing/routes-props';
import { CertificateIssuer, RoutesTls } from '../routing/tls';
import { manifest } from '../workload/manifest';
import { GalleryChart, IN_NO_NAMESPACE } from './gallery-chart';
import { echoServer } from './servers';

const ISSUER = 'letsencrypt-prod';
const CLASS = 'nginx';

/** HTTPS with a certificate that cert-manager fetches and renews, and the issuer it is fetched from. */
export class SecureIngressChart extends GalleryChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const issuer = manifest(ClusterIssuer, {
      metadata: { name: ISSUER },
      spec: {
        acme: {
          server: 'https://acme-v02.api.letsencrypt.org/directory',
          privateKeySecretRef: { name: ISSUER },
          solvers: [{ http01: { ingress: { ingressClassName: CLASS } } }],
        },
      },
    });
    new ApiObject(this, 'issuer', issuer).addJsonPatch(IN_NO_NAMESPACE);
    new Routes(this, 'routes', {
      api: RoutesApi.INGRESS,
      name: 'secure-ingress',
      className: CLASS,
      rules: [{ host: 'api.secure-ingress.example.com', backend: echoServer(this, 'api-service', 8080) }],
      tls: [RoutesTls.fromIssuer(CertificateIssuer.clusterIssuer(ISSUER), 'tls-secret')],
    });
  }
}
