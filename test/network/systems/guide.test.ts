/** The guide's policies: as written, where several do not do what they say, and corrected. */
import { DNS, deployment, namespace, policy, service, verdicts } from './verdicts';

const HTTP = '{containerPort: 8080}';

describe('no policy, and deny-all', () => {
  const pods = deployment('production/api', '{app: api}', HTTP) + deployment('test/client', '{app: client}');
  verdicts(pods, [['test/client', 'production/api:8080', 'allowed', '001-24: everyone reaches everyone']]);
  verdicts(pods + policy('production/deny-all', '{podSelector: {}, policyTypes: [Ingress]}'), [
    ['test/client', 'production/api:8080', 'denied', '001-25: from other namespaces'],
    ['production/api', 'production/api:8080', 'allowed', '001-25: but a pod reaches itself'],
    ['production/{app=other}', 'production/api:8080', 'denied', '001-25: and from the own one'],
    ['production/api', 'internet:443', 'allowed', '001-25: egress stays open'],
  ]);
});

describe('allow-from-nginx (001-26)', () => {
  const manifests =
    deployment('default/backend', '{app: backend}', '{containerPort: 8080}, {containerPort: 9090}') +
    deployment('ingress-nginx/controller', '{app.kubernetes.io/name: ingress-nginx}') +
    policy(
      'default/allow-from-nginx',
      '{podSelector: {matchLabels: {app: backend}}, ingress: [{from: [{podSelector: {matchLabels: {app: nginx-ingress}}}], ports: [{port: 8080}]}]}',
    );
  verdicts(manifests, [
    ['default/{app=nginx-ingress}', 'default/backend:8080', 'allowed', 'the label, in this namespace'],
    ['default/{app=nginx-ingress}', 'default/backend:9090', 'denied', 'another port'],
    [
      'ingress-nginx/controller',
      'default/backend:8080',
      'denied',
      'the real controller is elsewhere, under another label',
    ],
  ]);
});

describe('allow-from-frontend (001-27)', () => {
  const pods = deployment('backend/api', '{tier: backend}', HTTP) + deployment('frontend/web', '{app: web}');
  const allow = (label: string) =>
    policy(
      'backend/allow-from-frontend',
      `{podSelector: {matchLabels: {tier: backend}}, ingress: [{from: [{namespaceSelector: {matchLabels: {${label}: frontend}}}], ports: [{port: 8080}]}]}`,
    );
  verdicts(pods + allow('name'), [
    ['frontend/web', 'backend/api:8080', 'denied', 'namespaces have no label "name" of their own'],
  ]);
  verdicts(pods + namespace('frontend', '{name: frontend}') + allow('name'), [
    ['frontend/web', 'backend/api:8080', 'allowed', 'somebody has labelled the namespace'],
  ]);
  verdicts(pods + allow('kubernetes.io/metadata.name'), [
    ['frontend/web', 'backend/api:8080', 'allowed', 'the label that every namespace has'],
    ['test/{app=web}', 'backend/api:8080', 'denied', 'another namespace'],
  ]);
});

describe('allow-dns-and-external (001-28)', () => {
  const manifests =
    DNS +
    deployment('default/api', '{app: api}') +
    deployment('test/listener', '{app: listener}', '{containerPort: 53, protocol: UDP}, {containerPort: 80}') +
    policy(
      'default/allow-dns-and-external',
      '{podSelector: {matchLabels: {app: api}}, policyTypes: [Egress], egress: [{to: [{namespaceSelector: {}}], ports: [{port: 53, protocol: UDP}]}, {to: [{ipBlock: {cidr: 0.0.0.0/0}}], ports: [{port: 443}]}]}',
    );
  verdicts(manifests, [
    ['default/api', 'kube-system/coredns:53/UDP', 'allowed', 'names resolve'],
    ['default/api', 'kube-system/coredns:53/TCP', 'denied', 'long answers do not'],
    ['default/api', 'test/listener:53/UDP', 'allowed', 'any namespace: a tunnel'],
    ['default/api', 'test/listener:80', 'denied', 'nothing else inside'],
    ['default/api', 'internet:443', 'allowed', 'HTTPS outside'],
    ['default/api', 'internet:80', 'denied', 'nothing else outside'],
    ['default/api', '169.254.169.254:443', 'allowed', 'the metadata of the cloud is in 0.0.0.0/0 as well'],
    ['default/api', '[2001:db8::1]:443', 'denied', 'IPv6 is not'],
    ['default/api', '169.254.20.10:53/UDP', 'denied', 'nor a DNS cache on the node'],
  ]);
});

describe('three tiers with one policy each (001-29 to 001-33)', () => {
  const pods =
    DNS +
    deployment('default/frontend', '{app: frontend}', '{containerPort: 80}') +
    deployment('default/backend', '{app: backend}', HTTP) +
    deployment('default/postgres', '{app: postgres}', '{containerPort: 5432}') +
    deployment('ingress-nginx/controller', '{app: controller}');
  const admit = (name: string, from: string, port: number) =>
    policy(
      `default/allow-${name}`,
      `{podSelector: {matchLabels: {app: ${name}}}, ingress: [{from: [${from}], ports: [{port: ${port}}]}]}`,
    );
  const peer = (app: string) => `{podSelector: {matchLabels: {app: ${app}}}}`;
  const written =
    pods +
    policy('default/default-deny', '{podSelector: {}, policyTypes: [Ingress, Egress]}') +
    admit('frontend', '{namespaceSelector: {matchLabels: {name: ingress-nginx}}}', 80) +
    admit('backend', peer('frontend'), 8080) +
    admit('postgres', peer('backend'), 5432) +
    policy(
      'default/allow-dns',
      '{podSelector: {}, policyTypes: [Egress], egress: [{to: [{namespaceSelector: {}}], ports: [{port: 53, protocol: UDP}]}]}',
    );
  describe('as written', () => {
    verdicts(written, [
      ['ingress-nginx/controller', 'default/frontend:80', 'denied', '001-30: the namespace has no such label'],
      ['default/frontend', 'default/backend:8080', 'denied', '001-31: egress of the frontend is denied'],
      ['default/backend', 'default/postgres:5432', 'denied', '001-32: egress of the backend is denied'],
      ['default/frontend', 'kube-system/coredns:53/UDP', 'allowed', '001-33: DNS'],
      ['default/frontend', 'kube-system/coredns:53/TCP', 'denied', '001-33: over UDP alone'],
      ['default/postgres', 'internet:443', 'denied', '001-29: all else is closed'],
    ]);
  });
  describe('corrected', () => {
    const release = (from: string, to: string, port: number) =>
      policy(
        `default/${from}-out`,
        `{podSelector: {matchLabels: {app: ${from}}}, policyTypes: [Egress], egress: [{to: [${peer(to)}], ports: [{port: ${port}}]}]}`,
      );
    verdicts(
      written.replace('name: ingress-nginx', 'kubernetes.io/metadata.name: ingress-nginx') +
        release('frontend', 'backend', 8080) +
        release('backend', 'postgres', 5432),
      [
        ['ingress-nginx/controller', 'default/frontend:80', 'allowed', '001-30'],
        ['default/frontend', 'default/backend:8080', 'allowed', '001-31: a rule at both ends'],
        ['default/backend', 'default/postgres:5432', 'allowed', '001-32: a rule at both ends'],
        ['default/frontend', 'default/postgres:5432', 'denied', 'not past the backend'],
      ],
    );
  });
});

describe('the exercise: three tiers with six policies (001-66 to 001-80)', () => {
  const dns = '{ports: [{port: 53, protocol: UDP}]}';
  const exercise = (port: number) =>
    DNS +
    namespace('ingress-nginx', '{ingress-system: "true"}') +
    deployment('ingress-nginx/client', '{run: client}') +
    deployment('default/client', '{run: client}') +
    deployment('default/frontend', '{tier: frontend}', '{containerPort: 80}') +
    deployment('default/backend', '{tier: backend}', '{containerPort: 80}') +
    deployment('default/database', '{tier: database}', '{containerPort: 5432}') +
    service('default/frontend-service', '{tier: frontend}', 80) +
    service('default/backend-service', '{tier: backend}', 8080, 80) +
    service('default/database-service', '{tier: database}', 5432) +
    policy('default/default-deny-all', '{podSelector: {}, policyTypes: [Ingress, Egress]}') +
    policy(
      'default/to-frontend',
      '{podSelector: {matchLabels: {tier: frontend}}, ingress: [{from: [{namespaceSelector: {matchLabels: {ingress-system: "true"}}}], ports: [{port: 80}]}]}',
    ) +
    policy(
      'default/frontend-out',
      `{podSelector: {matchLabels: {tier: frontend}}, policyTypes: [Egress], egress: [{to: [{podSelector: {matchLabels: {tier: backend}}}], ports: [{port: ${port}}]}, ${dns}]}`,
    ) +
    policy(
      'default/to-backend',
      `{podSelector: {matchLabels: {tier: backend}}, ingress: [{from: [{podSelector: {matchLabels: {tier: frontend}}}], ports: [{port: ${port}}]}]}`,
    ) +
    policy(
      'default/backend-out',
      `{podSelector: {matchLabels: {tier: backend}}, policyTypes: [Egress], egress: [{to: [{podSelector: {matchLabels: {tier: database}}}], ports: [{port: 5432}]}, ${dns}]}`,
    ) +
    policy(
      'default/to-database',
      '{podSelector: {matchLabels: {tier: database}}, ingress: [{from: [{podSelector: {matchLabels: {tier: backend}}}], ports: [{port: 5432}]}]}',
    );

  describe('as written', () => {
    verdicts(exercise(8080), [
      ['ingress-nginx/client', 'default/frontend-service:80', 'allowed', '001-76'],
      ['default/frontend', 'default/database-service:5432', 'denied', '001-77'],
      ['default/backend', 'default/database-service:5432', 'allowed', '001-78'],
      [
        'default/frontend',
        'default/backend-service:8080',
        'denied',
        '001-71, 001-80: 8080 is the port of the Service; the pods have 80',
      ],
      ['default/client', 'default/backend-service:8080', 'denied', '001-79: nobody admits it'],
      ['default/client', 'kube-system/coredns:53/UDP', 'denied', '001-79: and its test fails before, at DNS'],
      ['default/frontend', 'kube-system/coredns:53/UDP', 'allowed', '001-80: DNS of the frontend'],
      ['default/backend', 'kube-system/coredns:53/UDP', 'allowed', '001-80: DNS of the backend'],
      ['default/database', 'kube-system/coredns:53/UDP', 'denied', '001-80: the database has none'],
    ]);
  });
  describe('with the port of the pods (001-72)', () => {
    verdicts(exercise(80), [
      ['default/frontend', 'default/backend-service:8080', 'allowed', 'policies see the port of the pods'],
    ]);
  });
});
