/** Which controller an Ingress belongs to, and its pods. */
import type { Cluster } from '../cluster/cluster';
import { READ_KINDS } from '../cluster/read-kinds';
import type { PodsPeer } from '../reach/peer';
import { podsPeers } from '../reach/peer';
import { perCluster } from './per-cluster';
import { readerOf } from './read-all';

export interface IngressClass {
  readonly name: string;
  readonly controller: string;
  readonly isDefault: boolean;
}

/** Labels that pods have; those that are undefined they do not have. */
type PodLabels = Readonly<Record<string, string | undefined>>;

/** How the usual controllers are known: by the start of their name in an IngressClass, their class, their pods. */
interface KnownController {
  readonly controller: string;
  readonly className: string;
  /** Labels of its pods, in the manifests and charts that it is usually installed from. */
  readonly labels: readonly PodLabels[];
}

const CONTROLLERS: readonly KnownController[] = [
  {
    controller: 'k8s.io/ingress-nginx',
    className: 'nginx',
    labels: [
      { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' },
      { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': undefined },
      { app: 'ingress-nginx' },
    ],
  },
  {
    controller: 'nginx.org/ingress-controller',
    className: 'nginx',
    labels: [{ 'app.kubernetes.io/name': 'nginx-ingress' }, { app: 'nginx-ingress' }],
  },
  {
    controller: 'traefik.io/ingress-controller',
    className: 'traefik',
    labels: [{ 'app.kubernetes.io/name': 'traefik' }, { app: 'traefik' }],
  },
  {
    controller: 'haproxy.org/ingress-controller',
    className: 'haproxy',
    labels: [{ 'app.kubernetes.io/name': 'kubernetes-ingress' }, { run: 'haproxy-ingress' }],
  },
  {
    controller: 'haproxy-ingress.github.io/controller',
    className: 'haproxy',
    labels: [{ 'app.kubernetes.io/name': 'haproxy-ingress' }],
  },
  {
    controller: 'projectcontour.io',
    className: 'contour',
    labels: [{ app: 'envoy' }, { 'app.kubernetes.io/name': 'contour', 'app.kubernetes.io/component': 'envoy' }],
  },
  {
    controller: 'ingress-controllers.konghq.com/kong',
    className: 'kong',
    labels: [{ 'app.kubernetes.io/name': 'gateway' }, { 'app.kubernetes.io/name': 'kong' }, { app: 'proxy-kong' }],
  },
  { controller: 'istio.io/ingress-controller', className: 'istio', labels: [{ istio: 'ingressgateway' }] },
  {
    controller: 'openshift.io/ingress-to-route',
    className: 'openshift-default',
    labels: [{ 'ingresscontroller.operator.openshift.io/deployment-ingresscontroller': 'default' }],
  },
];

const DEFAULT_CLASS = 'ingressclass.kubernetes.io/is-default-class';

export const ingressClasses = readerOf<IngressClass>(READ_KINDS.ingressClasses, ({ object }, _, report) => {
  const { controller } = report.at('spec').fields(object.spec);
  if (typeof controller !== 'string')
    report
      .at('spec', 'controller')
      .problem('input/shape', `${JSON.stringify(controller) ?? 'nothing'} names no controller`);
  const isDefault = object.metadata.annotations?.[DEFAULT_CLASS] === 'true';
  return { name: object.metadata.name, controller: String(controller), isDefault };
});

/** The class of Ingresses that name none, if there is just one for them. */
export function defaultClass(cluster: Cluster): string | undefined {
  const defaults = ingressClasses(cluster).filter(({ isDefault }) => isDefault);
  return defaults.length === 1 ? defaults[0]!.name : undefined;
}

/** Whether the controller of a class reads the annotations of ingress-nginx: so it is said to, or nothing is. */
export function mayBeIngressNginx(cluster: Cluster, className: string | undefined): boolean {
  return (
    className === undefined ||
    known(cluster, className).some(({ controller }) => controller === CONTROLLERS[0]!.controller)
  );
}

/** Pods of the controller of a class, where the input has them; of any known controller when there is no class. */
export function classPods(cluster: Cluster, className: string | undefined): readonly PodsPeer[] {
  const before = podsByClass(cluster).get(className);
  if (before) return before;
  const labels = (className === undefined ? CONTROLLERS : known(cluster, className)).flatMap((one) => one.labels);
  const pods = labelled(cluster, labels);
  podsByClass(cluster).set(className, pods);
  return pods;
}

const podsByClass = perCluster(() => new Map<string | undefined, readonly PodsPeer[]>());

/** Pods that have all of one of these sets of labels. */
export function labelled(cluster: Cluster, sets: readonly PodLabels[]): readonly PodsPeer[] {
  return cluster.workloads
    .flatMap(podsPeers)
    .filter(({ pods }) =>
      sets.some((labels) => Object.entries(labels).every(([key, value]) => pods.labels[key] === value)),
    );
}

function known(cluster: Cluster, className: string): readonly KnownController[] {
  const given = ingressClasses(cluster).find(({ name }) => name === className);
  return CONTROLLERS.filter((one) =>
    given ? given.controller.startsWith(one.controller) : className === one.className,
  );
}
