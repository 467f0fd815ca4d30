/**
 * What the sources have wrong, a file a row of docs/systems.md, and all that the doctor says of it. The corrected systems are in dist/,
 * which the synth looks over.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diagnoseText } from '../support/findings';

const ROWS: readonly (readonly [row: string, found: readonly string[]])[] = [
  ['000-08', ['info env/service-link Deployment production/history-server']],
  ['000-25', ['warning service/selects-several-workloads Service production/history-server']],
  [
    '000-26',
    [
      'warning workload/cron-job-short-deadline CronJob production/price-fetcher',
      'info workload/cron-job-without-time-zone CronJob production/price-fetcher',
    ],
  ],
  ['000-29', ['error service/node-port-out-of-range Service echoserver']],
  [
    '000-35',
    [
      'error image/gone StatefulSet test/postgresql-hl-test',
      'warning env/credential StatefulSet test/postgresql-hl-test',
    ],
  ],
  ['000-42', ['error input/shape Ingress echoserver-ingress']],
  [
    '000-50',
    [
      'error ingress/controller-denied NetworkPolicy echoserver-network-policy',
      'info policy/needs-enforcement NetworkPolicy echoserver-network-policy',
    ],
  ],
  [
    '000-57',
    [
      'info policy/needs-enforcement NetworkPolicy production/minio-network-policy',
      'warning policy/no-dns NetworkPolicy production/history-server-egress',
    ],
  ],
  ['001-10', []], // of no effect, but Ingresses and meshes read them
  ['001-13', ['error env/required-missing StatefulSet mysql']],
  ['001-19', ['warning ingress/rewrite-drops-path Ingress app-routing']],
  ['001-20', ['error ingress/backend-missing Ingress virtual-hosts']],
  ['001-22', ['warning ingress/tls-secret-contested Ingress secure-ingress']],
  [
    '001-23',
    [
      'warning ingress/cors-any-origin Ingress advanced-ingress',
      'warning ingress/basic-auth-without-tls Ingress advanced-ingress',
      'info ingress/auth-secret-missing Ingress advanced-ingress',
    ],
  ],
  [
    '001-26',
    [
      'error ingress/controller-denied NetworkPolicy allow-from-nginx',
      'warning policy/peer-selects-nothing NetworkPolicy allow-from-nginx',
      'info policy/needs-enforcement NetworkPolicy allow-from-nginx',
    ],
  ],
  [
    '001-27',
    [
      'error policy/unknown-namespace-label NetworkPolicy backend/allow-from-frontend',
      'info policy/needs-enforcement NetworkPolicy backend/allow-from-frontend',
    ],
  ],
  [
    '001-28',
    [
      'warning policy/dns-over-udp-only NetworkPolicy allow-dns-and-external',
      'info policy/needs-enforcement NetworkPolicy allow-dns-and-external',
    ],
  ],
  [
    '001-30',
    [
      'error ingress/controller-denied NetworkPolicy allow-ingress-to-frontend',
      'error policy/unknown-namespace-label NetworkPolicy allow-ingress-to-frontend',
      'info policy/needs-enforcement NetworkPolicy allow-ingress-to-frontend',
    ],
  ],
  [
    '001-31',
    [
      'info policy/needs-enforcement NetworkPolicy default-deny',
      'error policy/one-sided NetworkPolicy allow-frontend-to-backend',
      'error policy/one-sided NetworkPolicy allow-backend-to-database',
    ],
  ],
  [
    '001-33',
    [
      'info policy/needs-enforcement NetworkPolicy default-deny',
      'warning policy/dns-over-udp-only NetworkPolicy allow-dns',
    ],
  ],
  ['001-38', ['error env/service-missing Deployment client']],
  ['001-45', ['error input/shape', 'warning object/unknown-kind TrafficPolicy retries']],
  ['001-63', ['error image/gone Deployment api', 'warning image/no-tag Deployment api']],
  ['001-66', ['error env/required-missing Deployment database', 'warning image/no-tag Deployment database']],
  [
    '001-71',
    [
      'info policy/needs-enforcement NetworkPolicy default-deny',
      'error policy/service-port-instead-of-pod-port NetworkPolicy allow-frontend-to-backend',
      'error policy/service-port-instead-of-pod-port NetworkPolicy allow-frontend-to-backend-ingress',
    ],
  ],
  [
    '001-79',
    [
      'error env/service-denied Deployment client',
      'error policy/no-dns NetworkPolicy default-deny',
      'info policy/needs-enforcement NetworkPolicy default-deny',
    ],
  ],
  ['002-05', ['error service/no-endpoints Service my-node-port-service']],
  [
    '002-18',
    ['warning ingress/exact-root Ingress nginx-app-ingress', 'info ingress/class-missing Ingress nginx-app-ingress'],
  ],
  ['002-19', ['error ingress/backend-missing Ingress nginx-app-ingress']],
  ['002-29', ['info policy/needs-enforcement NetworkPolicy access-nginx']],
  ['002-31', ['error input/selector NetworkPolicy access-nginx']],
  [
    '003-17',
    [
      'warning pod-security/baseline Pod nginx-hostnetwork',
      'warning policy/host-network Pod nginx-hostnetwork',
      'info workload/host-network-dns Pod nginx-hostnetwork',
      'info policy/needs-enforcement NetworkPolicy nginx',
    ],
  ],
  [
    '003-23',
    [
      'warning ingress/issuer-incomplete Ingress marktaguiad-dev-ingress',
      'info ingress/tls-secret-missing Ingress marktaguiad-dev-ingress',
    ],
  ],
  ['004-10', ['error env/service-missing Deployment production/client']],
  ['004-17', ['warning image/outdated Deployment ingress-nginx/ingress-nginx-controller']],
  ['004-27', ['error env/service-missing Deployment frontend']],
  [
    'X-01',
    [
      'error service/node-port-duplicate Service demo/nginx',
      'error service/node-port-duplicate Service nginx-nodeport',
    ],
  ],
  ['X-02', ['error input/duplicate Service web-service', 'error input/duplicate Service web-service']],
  [
    'X-03',
    [
      'error input/duplicate NetworkPolicy allow-frontend-to-backend',
      'info policy/needs-enforcement NetworkPolicy allow-frontend-to-backend',
    ],
  ],
  ['X-04', ['error ingress/backend-port-missing Ingress virtual-hosts']],
  ['X-05', ['warning ingress/duplicate-path Ingress multi-ingress']],
  ['X-06', ['error service/no-endpoints Service demo/nginx']],
  [
    'X-08',
    [
      'error env/service-denied CronJob production/price-fetcher',
      'info policy/needs-enforcement NetworkPolicy production/deny-all',
    ],
  ],
];

describe('the doctor, on what the sources have wrong,', () => {
  it.each(ROWS)('finds all of %s, and no more', (row, found) => {
    // Of every pod, which is none of the points of these.
    const findings = diagnoseText(readFileSync(join(__dirname, `${row}.yaml`), 'utf8')).filter(
      ({ rule }) => rule !== 'pod-security/restricted',
    );
    expect(findings.map(({ severity, rule, object }) => [severity, rule, object].filter(Boolean).join(' '))).toEqual(
      found,
    );
  });

  it('is asked about each file', () => {
    const files = readdirSync(__dirname).filter((name) => name.endsWith('.yaml'));
    expect(ROWS.map(([row]) => `${row}.yaml`).sort()).toEqual(files.sort());
  });
});
