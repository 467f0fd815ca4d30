import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump } from 'js-yaml';

/** What the level "restricted" of the Pod Security Standards asks for. */
const POD_SECURITY = { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } };
const CONTAINER_SECURITY = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
const APPS_A_NAMESPACE = 20;
/** Namespaces from one slip to the next: a hundred Services. */
const SLIP_EVERY = 5;
const PORT = 8080;
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';
const DNS_NAMESPACE = 'kube-system';
const DNS_LABELS = { 'k8s-app': 'kube-dns' };
const CONTROLLER_NAMESPACE = 'ingress-nginx';
const CONTROLLER_LABELS = { 'app.kubernetes.io/name': 'ingress-nginx' };

/**
 * Writes as many objects as asked for, a file a namespace: for the same number the same bytes. In each namespace apps are walled off
 * and call each other in a row, some are open to the world through an Ingress, and some have a CronJob that calls them. Nothing is
 * wrong with them but one Service in a hundred, whose selector has a slip. What is left over is filled with ConfigMaps.
 * @returns names of the Services with a slip, `namespace/name`
 */
export function writeManifests(folder, objects) {
  const files = [system()];
  const slips = [];
  let left = objects - files[0].length;
  for (let n = 0; ; n++) {
    const file = [...teamNamespace(n)];
    const slip = n % SLIP_EVERY === 0 ? (n / SLIP_EVERY) % APPS_A_NAMESPACE : undefined;
    for (let i = 0; i < APPS_A_NAMESPACE; i++) file.push(...appObjects(n, i, i === slip));
    if (file.length > left) break;
    files.push(file);
    if (slip !== undefined) slips.push(`${namespaceName(n)}/app-${slip}`);
    left -= file.length;
  }
  files.push(Array.from({ length: left }, (_, i) => object('v1', 'ConfigMap', { name: `rest-${i}` }, { data: {} })));
  mkdirSync(folder, { recursive: true });
  for (const [index, file] of files.entries())
    writeFileSync(
      join(folder, `${index}.yaml`),
      file.map((object) => `---\n${dump(object, { noRefs: true })}`).join(''),
    );
  return slips;
}

function system() {
  const dns = ['UDP', 'TCP'].map((protocol) => ({
    name: `dns-${protocol.toLowerCase()}`,
    containerPort: 53,
    protocol,
  }));
  const http = [{ name: 'http', containerPort: 80 }];
  return [
    object('v1', 'Namespace', { name: DNS_NAMESPACE }),
    deployment(DNS_NAMESPACE, 'coredns', DNS_LABELS, { ports: dns }),
    object('v1', 'Namespace', { name: CONTROLLER_NAMESPACE }),
    deployment(CONTROLLER_NAMESPACE, 'ingress-nginx-controller', CONTROLLER_LABELS, { ports: http }),
    object('networking.k8s.io/v1', 'IngressClass', { name: 'nginx' }, { spec: { controller: 'k8s.io/ingress-nginx' } }),
  ];
}

function teamNamespace(n) {
  const namespace = namespaceName(n);
  const dns = { namespaceSelector: labels({ [NAMESPACE_NAME]: DNS_NAMESPACE }), podSelector: labels(DNS_LABELS) };
  return [
    object('v1', 'Namespace', { name: namespace, labels: { team: `team-${n % 5}` } }),
    policy(namespace, 'deny-all', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }),
    policy(namespace, 'allow-dns', {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [{ to: [dns], ports: ['UDP', 'TCP'].map((protocol) => ({ protocol, port: 53 })) }],
    }),
  ];
}

/** The app calls the next one of its namespace, and every app lets in the one before, its CronJob and the controller. */
function appObjects(n, i, isSlip) {
  const namespace = namespaceName(n);
  const name = `app-${i}`;
  const isLast = i === APPS_A_NAMESPACE - 1;
  const ports = [{ protocol: 'TCP', port: PORT }];
  const isOpen = i % 4 === 0;
  const hasJob = i % 5 === 0;
  const env = isLast ? [] : [{ name: 'NEXT_URL', value: `http://app-${i + 1}` }];
  const from = [
    ...(i > 0 ? [{ podSelector: app(`app-${i - 1}`) }] : []),
    ...(hasJob ? [{ podSelector: app(`${name}-refresh`) }] : []),
    ...(isOpen
      ? [
          {
            namespaceSelector: labels({ [NAMESPACE_NAME]: CONTROLLER_NAMESPACE }),
            podSelector: labels(CONTROLLER_LABELS),
          },
        ]
      : []),
  ];
  const container = {
    ports: [{ name: 'http', containerPort: PORT }],
    env,
    readinessProbe: { httpGet: { path: '/', port: 'http' } },
  };
  return [
    object('v1', 'ServiceAccount', { name, namespace }, { automountServiceAccountToken: false }),
    object('v1', 'ConfigMap', { name, namespace }, { data: { 'config.yaml': `name: ${name}\nworkers: ${i}\n` } }),
    deployment(namespace, name, { app: name }, container),
    object(
      'v1',
      'Service',
      { name, namespace },
      {
        spec: {
          selector: { app: isSlip ? `${name}x` : name },
          ports: [{ name: 'http', port: 80, targetPort: 'http' }],
        },
      },
    ),
    policy(namespace, name, {
      podSelector: app(name),
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from, ports }],
      egress: isLast ? [] : [{ to: [{ podSelector: app(`app-${i + 1}`) }], ports }],
    }),
    ...(isOpen ? [ingress(n, name)] : []),
    ...(hasJob ? job(namespace, name, ports) : []),
  ];
}

function ingress(n, name) {
  const backend = { service: { name, port: { name: 'http' } } };
  const paths = [{ path: '/', pathType: 'Prefix', backend }];
  const spec = { ingressClassName: 'nginx', rules: [{ host: `${name}.ns-${n}.example.com`, http: { paths } }] };
  return object('networking.k8s.io/v1', 'Ingress', { name, namespace: namespaceName(n) }, { spec });
}

function job(namespace, name, ports) {
  const own = `${name}-refresh`;
  const container = {
    name: 'refresh',
    image: 'registry.example/refresh:1.4.2',
    securityContext: CONTAINER_SECURITY,
    env: [{ name: 'URL', value: `http://${name}` }],
  };
  const template = {
    metadata: { labels: { app: own } },
    spec: { restartPolicy: 'Never', securityContext: POD_SECURITY, containers: [container] },
  };
  return [
    object(
      'batch/v1',
      'CronJob',
      { name: own, namespace },
      {
        spec: { schedule: '0 15 * * *', timeZone: 'Europe/Tallinn', jobTemplate: { spec: { template } } },
      },
    ),
    policy(namespace, own, {
      podSelector: app(own),
      policyTypes: ['Ingress', 'Egress'],
      egress: [{ to: [{ podSelector: app(name) }], ports }],
    }),
  ];
}

function namespaceName(n) {
  return `ns-${n}`;
}

function object(apiVersion, kind, metadata, more = {}) {
  return { apiVersion, kind, metadata, ...more };
}

function deployment(namespace, name, podLabels, container) {
  const containers = [
    { name: 'app', image: `registry.example/${name}:1.4.2`, securityContext: CONTAINER_SECURITY, ...container },
  ];
  return object(
    'apps/v1',
    'Deployment',
    { name, namespace },
    {
      spec: {
        replicas: 2,
        selector: labels(podLabels),
        template: { metadata: { labels: podLabels }, spec: { securityContext: POD_SECURITY, containers } },
      },
    },
  );
}

function policy(namespace, name, spec) {
  return object('networking.k8s.io/v1', 'NetworkPolicy', { name, namespace }, { spec });
}

function labels(matchLabels) {
  return { matchLabels };
}

function app(name) {
  return labels({ app: name });
}
