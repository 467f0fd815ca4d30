import { describeRule, lines } from '../../support/describe-rule';
import { workload } from '../../support/objects';

const of = (image: string, container: object = {}, pod: object = {}) =>
  lines(workload({ container: { image, ...container }, pod }));
const CONTAINER = 'Deployment shop/api spec.template.spec.containers[0]';
const IMAGE = `${CONTAINER}.image:1`;
const DIGEST = `sha256:${'0a'.repeat(32)}`;

describeRule('image/gone', {
  finds: [
    [
      'a version of Bitnami',
      of('bitnami/postgresql:15.4.0'),
      `${IMAGE}: bitnami/postgresql:15.4.0: Bitnami took its versioned tags from Docker Hub; docker.io/bitnamilegacy has them, and gets no updates (since 2025-09-29) → write docker.io/bitnamilegacy/postgresql:15.4.0 for the time being, or another image of the same software`,
    ],
    [
      'an image that never was',
      of('httpbin:latest'),
      `${IMAGE}: httpbin:latest: Docker Hub has no official image of this name, and never had → write docker.io/kennethreitz/httpbin by its digest`,
    ],
  ],
  isSilentOn: [
    ['what Bitnami still gives', of('bitnami/postgresql:latest')],
    ['where the versions went', of('bitnamilegacy/postgresql:15.4.0')],
    ['a copy of it elsewhere', of('registry.example/bitnami/postgresql:15.4.0')],
    ['httpbin of somebody', of('kennethreitz/httpbin:latest')],
  ],
});

const CVE =
  'whoever reaches its admission webhook can run code in it (CVE-2025-1974, mended in v1.11.5 and v1.12.1) (since 2025-03-24) → write v1.12.1 or later; the project is retired since March 2026, so better another controller';

describeRule('image/outdated', {
  finds: [
    [
      'the old registry, and writes the new one',
      of('k8s.gcr.io/pause:3.9'),
      `${IMAGE}: k8s.gcr.io/pause:3.9: k8s.gcr.io is frozen and sends on to registry.k8s.io, until it is switched off (since 2023-04-03) → write registry.k8s.io/pause:3.9 {spec.template.spec.containers.0.image="registry.k8s.io/pause:3.9"}`,
    ],
    ...['v1.8.2', 'v1.11.4', 'v1.12.0'].map(
      (tag) =>
        [
          `ingress-nginx ${tag}`,
          of(`registry.k8s.io/ingress-nginx/controller:${tag}`),
          `${IMAGE}: registry.k8s.io/ingress-nginx/controller:${tag}: ${CVE}`,
        ] as const,
    ),
    [
      'an old nginx',
      of('nginx:1.17'),
      `${IMAGE}: nginx:1.17: this branch of nginx gets no fixes since 1.18 came out (since 2020-04-21) → write a supported branch, such as docker.io/library/nginx:stable by its digest`,
    ],
  ],
  isSilentOn: [
    ...['v1.11.5', 'v1.12.1', 'v1.13.3'].map(
      (tag) => [`ingress-nginx ${tag}`, of(`registry.k8s.io/ingress-nginx/controller:${tag}`)] as const,
    ),
    ['a tag that may be any version', of('nginx:1')],
    ['a tag that is none', of('nginx:alpine')],
    ['an nginx of today', of('nginx:1.27.3')],
  ],
});

describeRule('image/no-tag', {
  finds: [
    [
      'no tag',
      of('localhost:5000/web'),
      `${IMAGE}: localhost:5000/web is another image from day to day → write the version that was tested, such as localhost:5000/web:1.2.3, or a digest`,
    ],
    [
      'an image whose versions are gone',
      of('bitnami/redis'),
      `${IMAGE}: bitnami/redis is another image from day to day → write a digest, or another image of the same software: Bitnami took its versioned tags from Docker Hub; docker.io/bitnamilegacy has them, and gets no updates`,
    ],
    [
      'latest',
      of('registry.example/web:latest'),
      `${IMAGE}: registry.example/web:latest is another image from day to day → write the version that was tested, such as registry.example/web:1.2.3, or a digest`,
    ],
  ],
  isSilentOn: [
    ['a version', of('registry.example/web:1.4.2')],
    ['a digest', of(`registry.example/web@${DIGEST}`)],
    ['latest with a digest', of(`registry.example/web:latest@${DIGEST}`)],
    ['what is filled in later', of('{{ .Values.image }}')],
  ],
});

const NUMBER =
  'write runAsUser with the number of a user that the image can run as, such as 1000, or take an image that is made for it';
const noRoot = (more: object = {}) => ({ securityContext: { runAsNonRoot: true, ...more } });

describeRule('image/refused-as-root', {
  finds: [
    [
      'an image that starts as root',
      of('nginx:1.27.3', noRoot()),
      `${CONTAINER}:1: container api has runAsNonRoot, and nginx:1.27.3 starts as root → ${NUMBER}`,
    ],
    [
      'an image whose user has a name, in pods that set it for all',
      of('memcached:1.6.39', {}, noRoot()),
      `${CONTAINER}:1: container api has runAsNonRoot, and memcached:1.6.39 names its user "memcache", which the kubelet can not tell from root → ${NUMBER}`,
    ],
    [
      'root by number',
      of('registry.example/api:1.4.2', noRoot({ runAsUser: 0 })),
      `${CONTAINER}:1: container api has runAsNonRoot, and runAsUser is 0, which is root → write another runAsUser, or take runAsNonRoot away`,
    ],
  ],
  isSilentOn: [
    ['a number for the user', of('nginx:1.27.3', noRoot({ runAsUser: 101 }))],
    ['a number in the pod', of('nginx:1.27.3', noRoot(), { securityContext: { runAsUser: 101 } })],
    ['a container that takes it back', of('nginx:1.27.3', { securityContext: { runAsNonRoot: false } }, noRoot())],
    ['an image that nothing is known of', of('registry.example/nginx:1.27.3', noRoot())],
    ['root where it may be', of('nginx:1.27.3')],
  ],
});

const readOnly = (...mounts: string[]) => ({
  securityContext: { readOnlyRootFilesystem: true },
  volumeMounts: mounts.map((mountPath) => ({ name: 'tmp', mountPath })),
});

describeRule('image/read-only-root', {
  finds: [
    [
      'nginx without a place for its cache and process number',
      of('nginx:1.27.3', readOnly('/tmp')),
      `${CONTAINER}:1: the root of container api is read-only, and nginx:1.27.3 has to write to /var/cache/nginx and /var/run → mount an emptyDir at /var/cache/nginx and /var/run`,
    ],
    [
      'one of two places',
      of('nginx:1.27.3', readOnly('/var/cache/nginx')),
      `${CONTAINER}:1: the root of container api is read-only, and nginx:1.27.3 has to write to /var/run → mount an emptyDir at /var/run`,
    ],
    [
      'postgres without a place for its socket',
      of('postgres:17.2', { ...readOnly('/var/lib/postgresql/data'), envFrom: [{ secretRef: { name: 'db' } }] }),
      `${CONTAINER}:1: the root of container api is read-only, and postgres:17.2 has to write to /var/run/postgresql → mount an emptyDir at /var/run/postgresql`,
    ],
  ],
  isSilentOn: [
    ['both places', of('nginx:1.27.3', readOnly('/var/cache/nginx', '/run'))],
    ['a folder above them', of('nginx:1.27.3', readOnly('/var'))],
    ['settings of its own, which may name other places', of('nginx:1.27.3', readOnly('/etc/nginx/nginx.conf'))],
    ['another command', of('nginx:1.27.3', { ...readOnly(), command: ['sleep', '60'] })],
    ['a root that can be written', of('nginx:1.27.3')],
  ],
});
