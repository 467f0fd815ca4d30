import { setTimeout as sleep } from 'node:timers/promises';
import type { Kubectl } from '../control-plane/kubectl';
import { idOf, type KubeObject } from './system';

const POLL_MS = 500;
const TRIES = 60;
const SERVICE_NAME = 'kubernetes.io/service-name';
const KINDS = [
  ...[
    'namespaces',
    'nodes',
    'pods',
    'services',
    'secrets',
    'deployments.apps',
    'replicasets.apps',
    'statefulsets.apps',
  ],
  ...['cronjobs.batch', 'jobs.batch', 'endpointslices.discovery.k8s.io', 'ingresses.networking.k8s.io'],
  ...['networkpolicies.networking.k8s.io', 'poddisruptionbudgets.policy', 'horizontalpodautoscalers.autoscaling'],
].join();

/** The objects of a cluster at one time. */
export class Live {
  private readonly byId: ReadonlyMap<string, KubeObject>;

  constructor(readonly objects: readonly KubeObject[]) {
    this.byId = new Map(objects.map((object) => [idOf(object), object]));
  }

  static async read(kubectl: Kubectl): Promise<Live> {
    return new Live(await kubectl.list(KINDS));
  }

  /** @param id `Service production/minio` */
  find(id: string): KubeObject | undefined {
    return this.byId.get(id);
  }

  ofKind(kind: string): readonly KubeObject[] {
    return this.objects.filter((object) => object.kind === kind);
  }

  get namespaces(): readonly string[] {
    return this.ofKind('Namespace').map(({ metadata }) => metadata.name);
  }

  /** Pods that are not on their way out. */
  pods(namespace?: string): readonly KubeObject[] {
    return this.ofKind('Pod').filter(
      ({ metadata }) => !metadata.deletionTimestamp && (!namespace || metadata.namespace === namespace),
    );
  }

  /** Those that an object has made, itself or through others. */
  podsOf(owner: KubeObject): readonly KubeObject[] {
    return this.pods(owner.metadata.namespace).filter((pod) => idOf(this.topOwner(pod)) === idOf(owner));
  }

  /** What made an object in the end: a pod's Deployment; itself, if nothing did. */
  topOwner(object: KubeObject): KubeObject {
    const { namespace, ownerReferences } = object.metadata;
    const owner = ownerReferences?.find(({ controller }: { controller?: boolean }) => controller);
    if (!owner) return object;
    const found = this.find(`${owner.kind} ${namespace}/${owner.name}`);
    return found ? this.topOwner(found) : object;
  }

  slicesOf(namespace: string, service: string): readonly KubeObject[] {
    return this.ofKind('EndpointSlice').filter(
      ({ metadata }) => metadata.namespace === namespace && metadata.labels?.[SERVICE_NAME] === service,
    );
  }

  /** `TCP 10.244.0.7:9000`: what kube-proxy and DNS make of a Service. */
  readyAddresses(namespace: string, service: string): readonly string[] {
    const ready = this.slicesOf(namespace, service).flatMap(({ endpoints, ports }) =>
      (endpoints ?? [])
        .filter(({ conditions }: KubeObject) => conditions.ready)
        .flatMap(({ addresses }: KubeObject) => addresses)
        .flatMap((ip: string) => (ports ?? []).map((port: KubeObject) => `${port.protocol} ${ip}:${port.port}`)),
    );
    return [...new Set<string>(ready)].sort();
  }
}

/**
 * The first state of the cluster that a check has nothing to say of, or, when the tries are used up, the last one: what is
 * wrong with it is for the caller to say.
 */
export async function settle(kubectl: Kubectl, check: (live: Live) => readonly string[], tries = TRIES): Promise<Live> {
  for (;;) {
    const live = await Live.read(kubectl);
    if (!check(live).length || --tries <= 0) return live;
    await sleep(POLL_MS);
  }
}
