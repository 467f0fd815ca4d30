import { diagnoseText, findingsOf } from '../../support/findings';
import { app, DNS, egress, inNamespace, pods, policy, TO_DNS } from '../../support/policies';

const RULE = 'policy/no-dns';
const API = pods('api', { env: { STORE_URL: 'http://store:9000' } });
const QUIET = pods('api');
const STORE = pods('store');
const TO_STORE = { to: [app('store')], ports: [{ port: 8080 }] };
const DNS_PODS = pods('coredns', {
  namespace: 'kube-system',
  labels: { 'k8s-app': 'kube-dns' },
  ports: [
    { containerPort: 53, protocol: 'UDP' },
    { containerPort: 53, protocol: 'TCP' },
  ],
});
const UDP = [{ protocol: 'UDP', port: 53 }];
const mislabelled = { to: [{ ...DNS, podSelector: { matchLabels: { 'k8s-app': 'coredns' } } }], ports: UDP };

describe(RULE, () => {
  it('finds pods that name hosts and can not look them up', () => {
    const yaml = API + STORE + egress('api', TO_STORE);
    expect(findingsOf(RULE, yaml)).toEqual(['error NetworkPolicy shop/api spec.egress:11']);
    expect(diagnoseText(yaml).find(({ rule }) => rule === RULE)!.message).toBe(
      'shop/api[Deployment] can not ask the DNS of the cluster: no egress rule of NetworkPolicy shop/api admits UDP 53; variable STORE_URL names store for shop/api[Deployment]',
    );
  });

  it('warns where nothing says that the pods need names', () => {
    expect(findingsOf(RULE, QUIET + STORE + egress('api', TO_STORE))).toEqual([
      'warning NetworkPolicy shop/api spec.egress:11',
    ]);
  });

  it('says so of pods that name hosts and may send nothing at all', () => {
    expect(findingsOf(RULE, API + egress('api'))).toEqual(['error NetworkPolicy shop/api spec.egress:9']);
  });

  it('finds DNS pods under a label that they do not have, and writes the right one', () => {
    const yaml = DNS_PODS + API + egress('api', mislabelled);
    expect(findingsOf(RULE, yaml)).toEqual(['error NetworkPolicy shop/api spec.egress[0].to[0].podSelector:11']);
    expect(diagnoseText(yaml).find(({ rule }) => rule === RULE)!.edits).toEqual([
      { path: ['spec', 'egress', 0, 'to', 0, 'podSelector'], value: { matchLabels: { 'k8s-app': 'kube-dns' } } },
    ]);
  });

  it('only warns of another label where the DNS pods are not in the input', () => {
    expect(findingsOf(RULE, API + egress('api', mislabelled))).toEqual([
      'warning NetworkPolicy shop/api spec.egress[0].to[0].podSelector:9',
    ]);
  });

  it.each(['kubesystem', 'kube-sytem', 'kube_system'])('finds the namespace %s, a slip of kube-system', (name) => {
    const slip = { to: [{ ...DNS, ...inNamespace(name) }], ports: UDP };
    const yaml = API + STORE + egress('api', TO_STORE, slip);
    expect(findingsOf(RULE, yaml)).toEqual(['error NetworkPolicy shop/api spec.egress[1].to[0].namespaceSelector:11']);
    expect(diagnoseText(yaml).find(({ rule }) => rule === RULE)!.message).toBe(
      `shop/api[Deployment] can not ask the DNS of the cluster: it is in namespace kube-system, not kubernetes.io/metadata.name=${name}`,
    );
  });

  it('warns of DNS pods in a namespace whose pods are others', () => {
    const elsewhere = { to: [{ ...DNS, ...inNamespace('shop') }], ports: UDP };
    expect(findingsOf(RULE, API + STORE + egress('api', TO_STORE, elsewhere))).toEqual([
      'warning NetworkPolicy shop/api spec.egress[1].to[0].namespaceSelector:11',
    ]);
  });

  it.each([
    ['a rule for DNS', API + egress('api', TO_DNS)],
    [
      'a rule for DNS in another policy',
      API + egress('api') + policy('dns', `  policyTypes: [Egress]\n  egress: ${JSON.stringify([TO_DNS])}`, '{}'),
    ],
    ['a rule for port 53 of every namespace', API + egress('api', { to: [{ namespaceSelector: {} }], ports: UDP })],
    ['a rule for everything', API + egress('api', {})],
    ['pods that may send nothing and name nobody', QUIET + egress('api')],
    [
      'a cache of DNS on the node',
      API + egress('api', { to: [{ ipBlock: { cidr: '169.254.20.10/32' } }], ports: UDP }),
    ],
    [
      'the DNS of another distribution',
      API + egress('api', { to: [inNamespace('openshift-dns')], ports: [{ protocol: 'UDP', port: 53 }] }),
    ],
    [
      'the DNS of OpenShift, on the port of its pods',
      API + egress('api', { to: [inNamespace('openshift-dns')], ports: [{ protocol: 'UDP', port: 5353 }] }),
    ],
    [
      'the DNS of OpenShift by the name of its port, with its pods',
      API +
        pods('dns-default', {
          namespace: 'openshift-dns',
          kind: 'DaemonSet',
          ports: [{ name: 'dns', containerPort: 5353, protocol: 'UDP' }],
        }) +
        egress('api', { to: [inNamespace('openshift-dns')], ports: [{ protocol: 'UDP', port: 'dns' }] }),
    ],
    [
      'the pods of the cache of DNS on the node, with those of the DNS',
      DNS_PODS +
        API +
        egress('api', {
          to: [{ ...DNS, podSelector: { matchLabels: { 'k8s-app': 'node-local-dns' } } }],
          ports: UDP,
        }),
    ],
    [
      'DNS of its own in a namespace that the input does not have',
      API + egress('api', { to: [inNamespace('dns')], ports: UDP }),
    ],
    [
      'pods that ask the name servers of the node',
      pods('api', { env: { U: 'http://store' }, spec: { dnsPolicy: 'Default' } }) + egress('api', TO_STORE),
    ],
    ['pods that only ingress is isolated of', API + policy('api', '  policyTypes: [Ingress]')],
  ])('is silent on %s', (_, text) => {
    expect(findingsOf(RULE, text)).toEqual([]);
  });
});
