const { Duration, Size } = require('cdk8s');
const {
  Capability,
  Cpu,
  Deployment,
  DeploymentStrategy,
  EnvValue,
  FsGroupChangePolicy,
  ImagePullPolicy,
  NetworkPolicy,
  NetworkPolicyPort,
  PercentOrAbsolute,
  PersistentVolumeAccessMode,
  PersistentVolumeClaim,
  Probe,
  Protocol,
  SeccompProfileType,
  Secret,
  Service,
  ServiceType,
  StatefulSet,
  Topology,
  Volume,
  k8s,
} = require('cdk8s-plus-28');

/**
 * The same system in the L2 classes. What they have no word for differs: selectors are a hashed label, the volume is a
 * PersistentVolumeClaim of its own, pods are spread by anti-affinity; the disruption budget is L1, since there is no L2.
 */
exports.add = (chart, namespace) => {
  const id = (name) => `${namespace}-${name}`;
  const named = (name, labels) => ({ name, namespace, labels });
  const secret = Secret.fromSecretName(chart, id('secret'), 'minio-secret');
  const fromSecret = (key) => EnvValue.fromSecretValue({ secret, key });

  const minioLabels = { app: 'minio' };
  const minioPort = { port: 9000, targetPort: 9000, protocol: Protocol.TCP };
  const headless = new Service(chart, id('minio-hl'), {
    metadata: named('minio-hl', minioLabels),
    clusterIP: 'None',
    ports: [minioPort],
  });
  const claim = new PersistentVolumeClaim(chart, id('minio-claim'), {
    metadata: named('data-minio-0', minioLabels),
    accessModes: [PersistentVolumeAccessMode.READ_WRITE_ONCE],
    storage: Size.gibibytes(5),
  });
  const minio = new StatefulSet(chart, id('minio'), {
    metadata: named('minio', minioLabels),
    podMetadata: { labels: minioLabels },
    service: headless,
    replicas: 1,
    securityContext: {
      ...restrictedPod(1000),
      fsGroup: 1000,
      fsGroupChangePolicy: FsGroupChangePolicy.ON_ROOT_MISMATCH,
    },
    containers: [
      {
        name: 'minio',
        image: 'quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z',
        imagePullPolicy: ImagePullPolicy.IF_NOT_PRESENT,
        args: ['server', '/data', '--address', ':9000'],
        envVariables: {
          MINIO_ROOT_USER: fromSecret('ACCESS_KEY'),
          MINIO_ROOT_PASSWORD: fromSecret('SECRET_KEY'),
          MINIO_BROWSER: EnvValue.fromValue('off'),
          MINIO_UPDATE: EnvValue.fromValue('off'),
        },
        ports: [{ number: 9000, protocol: Protocol.TCP }],
        startup: probe('/minio/health/live', 9000, { periodSeconds: Duration.seconds(2), failureThreshold: 60 }),
        liveness: probe('/minio/health/live', 9000, {
          periodSeconds: Duration.seconds(10),
          timeoutSeconds: Duration.seconds(5),
        }),
        readiness: probe('/minio/health/ready', 9000, {
          periodSeconds: Duration.seconds(5),
          timeoutSeconds: Duration.seconds(5),
        }),
        resources: resources(100, 256, 512),
        securityContext: restrictedContainer(),
        volumeMounts: [
          { path: '/data', volume: Volume.fromPersistentVolumeClaim(chart, id('minio-data'), claim, { name: 'data' }) },
        ],
      },
    ],
  });
  new Service(chart, id('minio-service'), {
    metadata: named('minio', minioLabels),
    type: ServiceType.CLUSTER_IP,
    selector: minio,
    ports: [minioPort],
  });

  const serverLabels = { app: 'electricity-calculator', microservice: 'history-server' };
  const server = new Deployment(chart, id('history-server'), {
    metadata: named('history-server', serverLabels),
    podMetadata: { labels: serverLabels },
    replicas: 2,
    strategy: DeploymentStrategy.rollingUpdate({
      maxUnavailable: PercentOrAbsolute.absolute(0),
      maxSurge: PercentOrAbsolute.absolute(1),
    }),
    securityContext: restrictedPod(65532),
    containers: [
      {
        name: 'history-server',
        image: 'history-server:0.1.0',
        imagePullPolicy: ImagePullPolicy.IF_NOT_PRESENT,
        envVariables: {
          MINIO_URI: EnvValue.fromValue('http://minio:9000'),
          ACCESS_KEY: fromSecret('ACCESS_KEY'),
          SECRET_KEY: fromSecret('SECRET_KEY'),
        },
        ports: [{ number: 8080, protocol: Protocol.TCP }],
        startup: probe('/healthz', 8080, { periodSeconds: Duration.seconds(1), failureThreshold: 60 }),
        liveness: probe('/healthz', 8080, {
          periodSeconds: Duration.seconds(10),
          timeoutSeconds: Duration.seconds(5),
        }),
        readiness: probe('/readyz', 8080, { periodSeconds: Duration.seconds(5), timeoutSeconds: Duration.seconds(5) }),
        resources: resources(100, 128, 256),
        securityContext: restrictedContainer(),
      },
    ],
  });
  server.scheduling.spread({ topology: Topology.HOSTNAME, weight: 1 });
  new Service(chart, id('history-server-service'), {
    metadata: named('history-server', serverLabels),
    type: ServiceType.CLUSTER_IP,
    selector: server,
    ports: [{ port: 80, targetPort: 8080, protocol: Protocol.TCP }],
  });
  new k8s.KubePodDisruptionBudget(chart, id('history-server-budget'), {
    metadata: named('history-server', serverLabels),
    spec: { maxUnavailable: k8s.IntOrString.fromNumber(1), selector: { matchLabels: server.matchLabels } },
  });
  new NetworkPolicy(chart, id('isolation'), {
    metadata: named('minio-network-policy'),
    selector: minio,
    ingress: { rules: [{ peer: server, ports: [NetworkPolicyPort.tcp(9000)] }] },
  });
};

function probe(path, port, times) {
  return Probe.fromHttpGet(path, { port, ...times });
}

function resources(millis, request, limit) {
  return {
    cpu: { request: Cpu.millis(millis) },
    memory: { request: Size.mebibytes(request), limit: Size.mebibytes(limit) },
  };
}

function restrictedPod(user) {
  return { ensureNonRoot: true, user, group: user };
}

function restrictedContainer() {
  return {
    allowPrivilegeEscalation: false,
    capabilities: { drop: [Capability.ALL] },
    readOnlyRootFilesystem: true,
    seccompProfile: { type: SeccompProfileType.RUNTIME_DEFAULT },
  };
}
