import type { Live } from '../state/live';
import { idOf, type KubeObject, type System } from '../state/system';
import { podSpecs } from './pod-specs';

const CERT_MANAGER = /^cert-manager\.io\/(?:cluster-)?issuer$/;

/** Keys of Secrets that workloads and Ingresses name, and nobody who kept to the documents has made. */
export function secrets(system: System, live: Live): string[] {
  const ofPods = podSpecs(system).flatMap(({ object, spec }) =>
    spec.containers
      .flatMap(({ env = [] }: KubeObject) => env.flatMap(({ valueFrom }: KubeObject) => valueFrom?.secretKeyRef ?? []))
      .map(({ name, key }: KubeObject) => ({ object, name, key })),
  );
  const ofIngresses = system
    .ofKind('Ingress')
    .filter(({ metadata }) => !Object.keys(metadata.annotations ?? {}).some((key) => CERT_MANAGER.test(key)))
    .flatMap((object) =>
      (object.spec.tls ?? []).map(({ secretName }: KubeObject) => ({ object, name: secretName, key: 'tls.crt' })),
    );
  return [...ofPods, ...ofIngresses]
    .filter(({ object, name, key }) => !live.find(`Secret ${object.metadata.namespace}/${name}`)?.data?.[key])
    .map(({ object, name, key }) => `${idOf(object)} needs the key ${key} of a Secret ${name}, which nobody made`);
}
