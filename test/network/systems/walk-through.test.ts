/** The walk-through on minikube, and the preparation for the exam. */
import { deployment, policy, relabelled, service, verdicts } from './verdicts';

describe('access-nginx (002-31)', () => {
  const manifests =
    deployment('default/nginx', '{app: nginx}', '{containerPort: 80}') +
    deployment('default/busybox', '{app: sleepy}') +
    service('default/nginx', '{app: nginx}', 80) +
    policy(
      'default/access-nginx',
      '{podSelector: {matchLabels: {app: nginx}}, ingress: [{from: [{podSelector: {matchLabels: {access: "true"}}}]}]}',
    );
  verdicts(manifests, [['default/busybox', 'default/nginx:80', 'denied', '002-36: the download times out']]);

  it('lets busybox in once it is labelled access=true, and not by any other value (002-37)', () => {
    const verdict = (change: string) =>
      relabelled(manifests, change).reach('default/busybox', 'default/nginx:80').verdict;
    expect(verdict('default/busybox=access=true')).toBe('allowed');
    expect(verdict('default/busybox=access=yes')).toBe('denied');
  });
});

describe('the policies of the exam', () => {
  const pods =
    deployment('default/nginx', '{app: nginx}', '{containerPort: 80}, {containerPort: 443}') +
    deployment('default/frontend', '{role: frontend}') +
    deployment('default/other', '{role: other}');
  const deny = policy('default/default-deny-ingress', '{podSelector: {}, policyTypes: [Ingress]}');
  const frontend = policy(
    'default/allow-frontend-to-nginx',
    '{podSelector: {matchLabels: {app: nginx}}, ingress: [{from: [{podSelector: {matchLabels: {role: frontend}}}], ports: [{port: 80}]}]}',
  );
  verdicts(pods + frontend, [
    ['default/frontend', 'default/nginx:80', 'allowed', '004-13: the role that may'],
    ['default/frontend', 'default/nginx:443', 'denied', '004-13: on this port alone'],
    ['default/other', 'default/nginx:80', 'denied', '004-13: another role'],
    ['test/{role=frontend}', 'default/nginx:80', 'denied', '004-12: policies name pods of their own namespace'],
  ]);
  verdicts(pods + deny, [['default/frontend', 'default/nginx:80', 'denied', '004-14: nobody comes in']]);
  verdicts(pods + deny + policy('default/allow-all-egress', '{podSelector: {}, policyTypes: [Egress], egress: [{}]}'), [
    ['default/frontend', 'internet:443', 'allowed', '004-15: everybody goes out'],
    ['default/frontend', 'default/nginx:80', 'denied', '004-15: which opens no ingress'],
  ]);
});

describe('db-policy (004-29)', () => {
  const manifests =
    deployment('app/db', '{app: db}', '{containerPort: 3306}') +
    deployment('app/web', '{app: web}') +
    policy(
      'app/db-policy',
      '{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 3306}]}]}',
    );
  verdicts(manifests, [
    ['app/web', 'app/db:3306', 'allowed', 'web of the same namespace'],
    ['app/{app=api}', 'app/db:3306', 'denied', 'others of the same namespace'],
    ['default/{app=web}', 'app/db:3306', 'denied', 'web of another namespace'],
  ]);
});

describe('names that are none', () => {
  const manifests =
    deployment('default/frontend', '{role: frontend}') +
    deployment('default/backend', '{app: backend}', '{containerPort: 80}') +
    service('default/nginx-service', '{app: nginx}', 80);
  verdicts(manifests, [
    ['default/frontend', 'http://backend', 'not applicable', '004-27: a Pod is no name'],
    [
      'default/frontend',
      'http://nginx-service.production.svc.cluster.local',
      'not applicable',
      '004-10: it is in default',
    ],
    ['default/frontend', 'default/nginx-service:80', 'not applicable', '004-37: a Service without endpoints'],
  ]);
});
