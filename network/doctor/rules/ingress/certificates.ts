import { namespaceOf } from '../../../cluster/cluster';
import { groupBy } from '../../../group-by';
import type { FieldPath, Origin } from '../../../manifest/manifest';
import type { Ingress } from '../../../route/ingress';
import { ingresses } from '../../../route/ingress';
import type { Examined } from '../../examined';
import { asFields, specOf } from '../../pod-template';
import { annotationPath } from './nginx-annotation';

const ISSUERS = ['cert-manager.io/issuer', 'cert-manager.io/cluster-issuer', 'kubernetes.io/tls-acme'];

/** Somebody who has a certificate made and put into a Secret. */
export interface CertificateOrder {
  readonly namespace: string;
  readonly secret: string;
  /** `ClusterIssuer letsencrypt` */
  readonly issuer: string;
  readonly on: Origin;
  readonly path: FieldPath;
}

/** The annotation by which an Ingress has cert-manager make its certificates. */
export function issuerAnnotation({ annotations }: Ingress): string | undefined {
  return ISSUERS.find((name) => annotations[name] !== undefined && annotations[name] !== 'false');
}

/** Orders of Ingresses and of Certificates, by `namespace/secret`. */
export function certificateOrders(examined: Examined): Map<string, CertificateOrder[]> {
  const orders = [...ofIngresses(examined), ...ofCertificates(examined)];
  return groupBy(orders, ({ namespace, secret }) => `${namespace}/${secret}`);
}

function ofIngresses({ cluster }: Examined): CertificateOrder[] {
  return ingresses(cluster).flatMap((ingress) => {
    const annotation = issuerAnnotation(ingress);
    if (annotation === undefined) return [];
    const { annotations, namespace, tls, origin: on } = ingress;
    const kind =
      annotation === 'cert-manager.io/cluster-issuer'
        ? 'ClusterIssuer'
        : (annotations['cert-manager.io/issuer-kind'] ?? 'Issuer');
    const issuer =
      annotation === 'kubernetes.io/tls-acme' ? 'the default issuer' : `${kind} ${annotations[annotation]}`;
    return tls.flatMap(({ secret }) =>
      secret === undefined ? [] : { namespace, secret, issuer, on, path: annotationPath(annotation) },
    );
  });
}

function ofCertificates(examined: Examined): CertificateOrder[] {
  return examined.of('cert-manager.io/v1/Certificate').flatMap(({ object, origin: on }) => {
    const { secretName, issuerRef } = specOf(object);
    if (typeof secretName !== 'string') return [];
    // An Ingress has a Certificate made that is its own.
    if (object.metadata.ownerReferences?.some(({ kind }) => kind === 'Ingress')) return [];
    const { kind = 'Issuer', name } = asFields(issuerRef);
    const path = ['spec', 'secretName'];
    return { namespace: namespaceOf(object), secret: secretName, issuer: `${kind} ${name}`, on, path };
  });
}
