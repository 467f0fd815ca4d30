import type { FieldPath } from '../../../manifest/manifest';
import { type Ingress, ingresses } from '../../../route/ingress';
import { mayBeIngressNginx } from '../../../route/ingress-class';
import type { Examined } from '../../examined';

const PREFIX = 'nginx.ingress.kubernetes.io/';

/** Ingresses whose annotations ingress-nginx may read. */
export function nginxIngresses({ cluster }: Examined): readonly Ingress[] {
  return ingresses(cluster).filter(({ className }) => mayBeIngressNginx(cluster, className));
}

/** The value of one of its annotations, by the name without prefix. */
export function nginx({ annotations }: Ingress, name: string): string | undefined {
  return annotations[PREFIX + name];
}

export function nginxPath(name: string): FieldPath {
  return annotationPath(PREFIX + name);
}

export function annotationPath(name: string): FieldPath {
  return ['metadata', 'annotations', name];
}
