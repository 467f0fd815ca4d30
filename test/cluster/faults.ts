import type { CheckName } from './checks';
import type { KubeObject } from './state/system';

/** A mistake in manifests, and what of this suite must notice it. */
export interface Fault {
  /** Follows "notices". */
  readonly title: string;
  /** File below dist/ that is applied with the mistake. */
  readonly file: string;
  /** `Service minio`: the first of the file's objects that is called so. */
  readonly object: string;
  change(object: KubeObject): void;
  /** A check, or the API server itself. */
  readonly noticedBy: CheckName | 'apply';
  /** What it must say. */
  readonly says: RegExp;
}

const PRICES = 'price-history';
const LARGE = 'price-history-large';
const ECHO = 'echo-demo';
const POSTGRES = 'headless-postgres';
const PATHS = 'gallery/path-routing';

const container = ({ spec }: KubeObject) => (spec.jobTemplate?.spec ?? spec).template.spec.containers[0];
const variable = (object: KubeObject, name: string) =>
  container(object).env.find((one: KubeObject) => one.name === name);
const podLabels = ({ spec }: KubeObject) => spec.template.metadata.labels;

export const FAULTS: readonly Fault[] = [
  {
    title: 'a typing error in the selector of a Service',
    file: PRICES,
    object: 'Service minio',
    change: ({ spec }) => Object.assign(spec.selector, { app: 'mino' }),
    noticedBy: 'endpoints',
    says: /Service \S+\/minio has no pods/,
  },
  {
    title: 'a label that is missing in the selector of a Service, so that the fetcher is behind it, too',
    file: PRICES,
    object: 'Service history-server',
    change: ({ spec }) => delete spec.selector.microservice,
    noticedBy: 'endpoints',
    says: /Service \S+\/history-server leads to several workloads: .*price-fetcher/,
  },
  {
    title: 'labels of pods that the Service does not select',
    file: PRICES,
    object: 'Deployment history-server',
    change: (object) => {
      podLabels(object).microservice = 'history';
      object.spec.selector.matchLabels.microservice = 'history';
    },
    noticedBy: 'endpoints',
    says: /Service \S+\/history-server has no pods/,
  },
  {
    title: 'labels of pods that their Deployment does not select',
    file: PRICES,
    object: 'Deployment history-server',
    change: (object) => Object.assign(podLabels(object), { microservice: 'history' }),
    noticedBy: 'apply',
    says: /`selector` does not match template `labels`/,
  },
  {
    title: 'a targetPort on which nobody listens',
    file: PRICES,
    object: 'Service minio',
    change: ({ spec }) => Object.assign(spec.ports[0], { targetPort: 9001 }),
    noticedBy: 'ports',
    says: /Service \S+\/minio leads to port 9001/,
  },
  {
    title: 'a probe of a port on which nobody listens',
    file: PRICES,
    object: 'Deployment history-server',
    change: (object) => Object.assign(container(object).readinessProbe.httpGet, { port: 8081 }),
    noticedBy: 'ports',
    says: /Deployment \S+\/history-server is probed at port 8081/,
  },
  {
    title: 'a port of a Service that its clients do not use',
    file: PRICES,
    object: 'Service history-server',
    change: ({ spec }) => Object.assign(spec.ports[0], { port: 8080 }),
    noticedBy: 'names',
    says: /CronJob \S+\/price-fetcher names http:\/\/history-server\S+, but \S+ leads to nobody at port 80/,
  },
  {
    title: 'a Service that is called another name than by its clients',
    file: PRICES,
    object: 'Service minio',
    change: ({ metadata }) => Object.assign(metadata, { name: 'minio-service' }),
    noticedBy: 'names',
    says: /Deployment \S+\/history-server names http:\/\/minio:9000/,
  },
  {
    title: 'an address in another namespace than the Service is',
    file: PRICES,
    object: 'CronJob price-fetcher',
    change: (object) =>
      Object.assign(variable(object, 'HISTORY_SERVER_URI'), {
        value: 'http://history-server.prod.svc.cluster.local:80',
      }),
    noticedBy: 'names',
    says: /CronJob \S+\/price-fetcher names http:\/\/history-server\.prod/,
  },
  {
    title: 'one MinIO more in the arguments than there are pods',
    file: LARGE,
    object: 'StatefulSet minio',
    change: (object) => {
      container(object).args = container(object).args.map((one: string) => one.replace('{0...3}', '{0...4}'));
    },
    noticedBy: 'names',
    says: /minio-4\.minio-hl\S+ leads to nobody/,
  },
  {
    title: 'the name of a Secret that nobody makes',
    file: PRICES,
    object: 'StatefulSet minio',
    change: (object) => {
      variable(object, 'MINIO_ROOT_USER').valueFrom.secretKeyRef.name = 'minio-secrets';
    },
    noticedBy: 'secrets',
    says: /StatefulSet \S+\/minio needs the key ACCESS_KEY of a Secret minio-secrets/,
  },
  {
    title: 'the key of a Secret that it does not have',
    file: POSTGRES,
    object: 'StatefulSet postgresql-hl-test',
    change: (object) => {
      variable(object, 'POSTGRESQL_PASSWORD').valueFrom.secretKeyRef.key = 'POSTGRES_PASSWORD';
    },
    noticedBy: 'secrets',
    says: /needs the key POSTGRES_PASSWORD of a Secret postgresql-secret/,
  },
  {
    title: 'a policy for pods that do not exist',
    file: PRICES,
    object: 'NetworkPolicy minio-network-policy',
    change: ({ spec }) => Object.assign(spec.podSelector.matchLabels, { app: 'minoi' }),
    noticedBy: 'policies',
    says: /minio-network-policy is for pods with app=minoi/,
  },
  {
    title: 'a policy that lets nobody in',
    file: PRICES,
    object: 'NetworkPolicy minio-network-policy',
    change: ({ spec }) =>
      Object.assign(spec.ingress[0].from[0].podSelector.matchLabels, { microservice: 'historyserver' }),
    noticedBy: 'policies',
    says: /lets pods with \S+microservice=historyserver of namespaces with \S+ through, of which there are none/,
  },
  {
    title: 'a policy that opens another port than the pods have',
    file: PRICES,
    object: 'NetworkPolicy minio-network-policy',
    change: ({ spec }) => Object.assign(spec.ingress[0].ports[0], { port: 9090 }),
    noticedBy: 'policies',
    says: /minio-network-policy opens 9090/,
  },
  {
    title: 'a policy that lets a namespace in which does not exist',
    file: ECHO,
    object: 'NetworkPolicy echoserver-network-policy',
    change: ({ spec }) =>
      Object.assign(spec.ingress[0].from[0].namespaceSelector.matchLabels, { 'kubernetes.io/metadata.name': 'lab5' }),
    noticedBy: 'policies',
    says: /namespaces with kubernetes\.io\/metadata\.name=lab5/,
  },
  {
    title: 'a disruption budget for no pods',
    file: PRICES,
    object: 'PodDisruptionBudget history-server',
    change: ({ spec }) => Object.assign(spec.selector.matchLabels, { microservice: 'server' }),
    noticedBy: 'budgets',
    says: /PodDisruptionBudget \S+\/history-server is for no pods/,
  },
  {
    title: 'a disruption budget that lets no pod go, for which a node then waits',
    file: PRICES,
    object: 'PodDisruptionBudget history-server',
    change: ({ spec }) => Object.assign(spec, { maxUnavailable: 0 }),
    noticedBy: 'budgets',
    says: /PodDisruptionBudget \S+\/history-server lets none of 2 pods go/,
  },
  {
    title: 'an autoscaler of a Deployment that does not exist',
    file: LARGE,
    object: 'HorizontalPodAutoscaler history-server',
    change: ({ spec }) => Object.assign(spec.scaleTargetRef, { name: 'historyserver' }),
    noticedBy: 'budgets',
    says: /HorizontalPodAutoscaler \S+\/history-server scales nothing: .*not found/,
  },
  {
    title: 'a StatefulSet that names no headless Service',
    file: PRICES,
    object: 'StatefulSet minio',
    change: ({ spec }) => Object.assign(spec, { serviceName: 'minio' }),
    noticedBy: 'sets',
    says: /StatefulSet \S+\/minio names minio, which is no headless Service/,
  },
  {
    title: 'a governing Service that is not headless',
    file: POSTGRES,
    object: 'Service postgresql-hl',
    change: ({ spec }) => delete spec.clusterIP,
    noticedBy: 'sets',
    says: /names postgresql-hl, which is no headless Service/,
  },
  {
    title: 'an Ingress to a Service that does not exist',
    file: ECHO,
    object: 'Ingress echoserver-ingress',
    change: ({ spec }) => Object.assign(spec.rules[0].http.paths[0].backend.service, { name: 'echo-server' }),
    noticedBy: 'routes',
    says: /Ingress \S+\/echoserver-ingress leads to echo-server:80/,
  },
  {
    title: 'an Ingress to a port that the Service does not have',
    file: PATHS,
    object: 'Ingress app-routing',
    change: ({ spec }) => Object.assign(spec.rules[0].http.paths[0].backend.service.port, { number: 8888 }),
    noticedBy: 'routes',
    says: /Ingress \S+ leads to \S+:8888/,
  },
  {
    title: 'pods that Pod Security does not take',
    file: PRICES,
    object: 'StatefulSet minio',
    change: (object) => Object.assign(container(object).securityContext, { allowPrivilegeEscalation: true }),
    noticedBy: 'readiness',
    says: /StatefulSet \S+\/minio has 0 pods/,
  },
  {
    title: 'a pod that asks for more memory than a node has',
    file: PRICES,
    object: 'Deployment history-server',
    change: (object) => Object.assign(container(object).resources, { requests: { memory: '300Gi' }, limits: {} }),
    noticedBy: 'readiness',
    says: /Deployment \S+\/history-server has 2 pods, 0 of them Ready/,
  },
  {
    title: 'a misspelt field',
    file: PRICES,
    object: 'Deployment history-server',
    change: ({ spec }) => Object.assign(spec, { replica: 3 }),
    noticedBy: 'apply',
    says: /unknown field "(?:spec\.)?replica"/,
  },
  {
    title: 'a namespace that does not exist',
    file: PRICES,
    object: 'Service minio',
    change: ({ metadata }) => Object.assign(metadata, { namespace: 'productoin' }),
    noticedBy: 'apply',
    says: /namespaces "productoin" not found/,
  },
  {
    title: 'a time zone that is none',
    file: PRICES,
    object: 'CronJob price-fetcher',
    change: ({ spec }) => Object.assign(spec, { timeZone: 'Europe/Talinn' }),
    noticedBy: 'apply',
    says: /unknown time zone Europe\/Talinn/,
  },
  {
    title: 'a volume that is mounted and not there',
    file: PRICES,
    object: 'StatefulSet minio',
    change: (object) => Object.assign(container(object).volumeMounts[0], { name: 'date' }),
    noticedBy: 'readiness',
    says: /StatefulSet \S+\/minio has 0 pods/,
  },
  {
    title: 'a node port outside of the range',
    file: ECHO,
    object: 'Service echoserver-service-nodeport',
    change: ({ spec }) => Object.assign(spec.ports[0], { nodePort: 3001 }),
    noticedBy: 'apply',
    says: /provided port is not in the valid range/,
  },
  {
    title: 'a label that is no label',
    file: POSTGRES,
    object: 'StatefulSet postgresql-hl-test',
    change: ({ metadata }) => Object.assign(metadata.labels, { 'clean-up': 'echo demo' }),
    noticedBy: 'apply',
    says: /Invalid value: "echo demo"/,
  },
];
