/** Manifests of one purpose, as their authors would apply them together; or a whole folder, as users would name it. */
export interface ManifestSet {
  readonly name: string;
  readonly module: string;
  /** Files and folders within the module. */
  readonly paths: readonly string[];
}

const sets = (module: string, some: Readonly<Record<string, readonly string[]>>): ManifestSet[] =>
  Object.entries(some).map(([name, paths]) => ({ name, module, paths }));

const addon = (name: string) => [`cluster/addons/${name}`];
const e2e = (name: string) => [`test/e2e/testing-manifests/${name}`];
const docs = (name: string) => [`test/fixtures/doc-yaml/${name}`];
const example = (name: string) => [`examples/standard/${name}`];

export const SETS: readonly ManifestSet[] = [
  ...sets('k8s.io/kubernetes', {
    'whole folder: add-ons': ['cluster/addons'],
    'whole folder: user guide': docs('user-guide'),
    'whole folder: CSI': e2e('storage-csi'),
    'whole folder: stateful sets': e2e('statefulset'),
    'whole folder: ingress': e2e('ingress'),
    'whole folder: apply': ['test/fixtures/pkg/kubectl/cmd/apply'],
    'add-on: calico': addon('calico-policy-controller'),
    'add-on: load balancer': addon('cluster-loadbalancing'),
    'add-on: autoscaler of DNS': addon('dns-horizontal-autoscaler'),
    'add-on: DNS cache of the node': addon('dns/nodelocaldns'),
    'add-on: masquerading': addon('ip-masq-agent'),
    'add-on: network policies': addon('kube-network-policies'),
    'add-on: metadata proxy': addon('metadata-proxy'),
    'add-on: metrics server': addon('metrics-server'),
    'add-on: node problems': addon('node-problem-detector/npd.yaml'),
    'add-on: snapshots': addon('volumesnapshots'),
    'e2e: cassandra': e2e('statefulset/cassandra'),
    'e2e: cockroachdb': e2e('statefulset/cockroachdb'),
    'e2e: etcd': e2e('statefulset/etcd'),
    'e2e: mysql galera': e2e('statefulset/mysql-galera'),
    'e2e: mysql upgrade': e2e('statefulset/mysql-upgrade'),
    'e2e: redis': e2e('statefulset/redis'),
    'e2e: zookeeper': e2e('statefulset/zookeeper'),
    'e2e: device plugin': e2e('sample-device-plugin/sample-device-plugin.yaml'),
    'e2e: load balancer': e2e('serviceloadbalancer'),
    'e2e: volume source': e2e('storage-csi/any-volume-datasource'),
    'e2e: CSI snapshotter': e2e('storage-csi/external-snapshotter'),
    'e2e: CSI disk': e2e('storage-csi/gce-pd'),
    'e2e: CSI host path': e2e('storage-csi/hostpath'),
    'e2e: CSI mock': [
      'csi-mock-driver',
      'csi-mock-rbac',
      'csi-mock-driver-attacher',
      'csi-mock-driver-resizer',
    ].flatMap((name) => e2e(`storage-csi/mock/${name}.yaml`)),
    'e2e: ingress http': e2e('ingress/http'),
    'e2e: ingress http2': e2e('ingress/http2'),
    'e2e: ingress multiple certificates': e2e('ingress/multiple-certs'),
    'e2e: ingress neg': e2e('ingress/neg'),
    'e2e: ingress neg, cluster IP': e2e('ingress/neg-clusterip'),
    'e2e: ingress nginx': e2e('ingress/nginx'),
    'e2e: ingress static IP': e2e('ingress/static-ip'),
    'docs: high availability': docs('admin/high-availability'),
    'docs: limit range': docs('admin/limitrange'),
    'docs: configuration': docs('user-guide/configmap'),
    'docs: secrets': docs('user-guide/secrets'),
    'docs: user guide': ['deployment', 'job', 'multi-pod', 'pod'].flatMap((name) => docs(`user-guide/${name}.yaml`)),
    'e2e: node': ['test/e2e_node/testing-manifests'],
  }),
  ...sets('sigs.k8s.io/gateway-api', {
    'whole folder: gateway': ['examples/standard'],
    'gateway: TLS to the backend': example('backendtlspolicy'),
    'gateway: across namespaces': example('cross-namespace-routing'),
    'gateway: gRPC': ['gateway', 'foo-grpcroute', 'bar-grpcroute'].flatMap((name) =>
      example(`grpc-routing/${name}.yaml`),
    ),
    'gateway: CORS': example('http-cors/httproute-all-fields-set.yaml'),
    'gateway: redirects': [
      'gateway-redirect-http-https',
      'httproute-redirect-http',
      'httproute-redirect-https',
    ].flatMap((name) => example(`http-redirect-rewrite/${name}.yaml`)),
    'gateway: rewrite': example('http-redirect-rewrite/httproute-rewrite.yaml'),
    'gateway: mirror': example('http-request-mirroring'),
    'gateway: attachment': example('http-route-attachment'),
    'gateway: HTTP': example('http-routing'),
    'gateway: listener set': example('listenerset'),
    'gateway: multicluster': ['0-namespaces', 'httproute-gamma', 'httproute-referencegrant'].flatMap((name) =>
      example(`multicluster/${name}.yaml`),
    ),
    'gateway: simple': example('simple-gateway'),
    'gateway: HTTPS': example('simple-http-https'),
    'gateway: TCP': example('tcp-routing'),
    'gateway: TLS': example('tls-routing'),
    'gateway: splitting': ['simple-split', 'traffic-split-2'].flatMap((name) =>
      example(`traffic-splitting/${name}.yaml`),
    ),
    'gateway: UDP': example('udp-routing'),
    'gateway: basic HTTP': example('basic-http.yaml'),
    'gateway: basic TLS': example('tls-basic.yaml'),
    'gateway: reference grant': example('reference-grant.yaml'),
  }),
  ...sets('sigs.k8s.io/kwok', {
    'whole folder: kwok': ['kustomize'],
    'kwok: metrics': ['kustomize/metrics'],
    'kwok: demo': ['demo'],
    'kwok: lifecycle': ['test/lifecycle'],
  }),
  ...sets('sigs.k8s.io/kustomize/kyaml', {
    'kyaml: applications': ['kio/filters/testdata/dataset1'],
    'kyaml: applications, updated': ['kio/filters/testdata/dataset1-expected'],
  }),
  ...sets('github.com/cert-manager/cert-manager', {
    'cert-manager: definitions': ['deploy/crds'],
    'cert-manager: gateway': ['make/config/kgateway'],
  }),
  ...sets('github.com/mattfenwick/cyclonus', {
    'whole folder: cyclonus': ['networkpolicies'],
    'cyclonus: simple example': ['networkpolicies/simple-example'],
    'cyclonus: policies': [
      'networkpolicies/allow-all.yaml',
      'networkpolicies/allow-all-internal.yaml',
      'networkpolicies/features',
    ],
    'cyclonus: upstream cases': ['networkpolicies/upstream_test_cases'],
    'cyclonus: calico': ['hack/kind/calico-ipv6/calico-3.18.1.yaml'],
  }),
  ...sets('github.com/argoproj/argo-cd/v2', {
    'argo-cd': ['manifests/install.yaml'],
    'argo-cd: high availability': ['manifests/ha/install.yaml'],
    'argo-cd: with hydrator': ['manifests/install-with-hydrator.yaml'],
    'argo-cd: namespace': ['manifests/ha/namespace-install.yaml'],
    'argo-cd: core': ['manifests/core-install.yaml'],
    'argo-cd: guestbook': ['test/e2e/testdata2/guestbook'],
  }),
  ...sets('github.com/projectcontour/contour', {
    'whole folder: contour': ['examples/contour'],
    'whole folder: workloads': ['examples/example-workload'],
    'whole folder: site': ['site/content/examples'],
    contour: ['examples/render/contour.yaml'],
    'contour: deployment': ['examples/render/contour-deployment.yaml'],
    'contour: gateway': ['examples/render/contour-gateway.yaml'],
    'contour: provisioner': ['examples/render/contour-gateway-provisioner.yaml'],
    'contour: gateway, blue and green': ['examples/example-workload/gatewayapi/blue-green'],
    'contour: kuard': ['examples/example-workload/gatewayapi/kuard'],
    'contour: HTTP proxies': ['examples/example-workload/httpproxy/00-common'],
    'contour: external authorization': ['examples/global-external-auth'],
    'contour: rate limits': ['examples/ratelimit'],
    'contour: tracing': ['examples/tracing'],
    'contour: authorization demo': [
      '01-prereq',
      '02-auth-deployment',
      '02-certsjob',
      '03-secret',
      '04-sampleapp',
      '05-proxy',
    ].map((name) => `site/content/examples/authdemo/${name}.yaml`),
    'contour: proxy demo': ['01-prereq', '02-proxy-basic', '04-marketing-prereq'].map(
      (name) => `site/content/examples/proxydemo/${name}.yaml`,
    ),
    'contour: kuard on the site': ['site/content/examples/kuard.yaml'],
    'contour: httpbin': ['site/content/examples/httpbin.yaml'],
  }),
  ...sets('go.universe.tf/metallb', {
    'whole folder: metallb samples': ['configsamples'],
    metallb: ['config/manifests/metallb-native.yaml'],
    'metallb: FRR': ['config/manifests/metallb-frr.yaml'],
    'metallb: FRR, prometheus': ['config/manifests/metallb-frr-prometheus.yaml'],
    'metallb: policies': ['config/networkpolicies', 'config/manifests/metallb-native.yaml'],
    'metallb: samples': ['deployment_bgp', 'deployment_l2'].map((name) => `configsamples/${name}.yaml`),
    'prometheus operator': ['dev-env/kube-prometheus/manifests'],
  }),
  ...sets('github.com/open-policy-agent/gatekeeper/v3', {
    gatekeeper: ['deploy/gatekeeper.yaml'],
    'gatekeeper: bank demo': ['demo/agilebank/dryrun'],
    'gatekeeper: external data': ['test/externaldata/dummy-provider'],
    'gatekeeper: export': ['test/export'],
  }),
];
