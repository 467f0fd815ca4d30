/** The lab: the manifests that come with the project, as they are and as people get them wrong. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { policy, verdicts } from './verdicts';

const dist = join(__dirname, '../../../dist');
const manifests = readdirSync(dist)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(join(dist, name), 'utf8'))
  .join('---\n');

function changed(from: string, to: string): string {
  expect(manifests).toContain(from);
  return manifests.replace(from, to);
}

describe('the echo server and its policy', () => {
  verdicts(manifests, [
    ['default/echoserver', 'k8s-lab5/echoserver:80', 'allowed', '000-46: nobody isolates the copy'],
    ['k8s-lab5/echoserver', 'default/echoserver:80', 'allowed', '000-51: its namespace is admitted'],
    ['default/nginx', 'default/echoserver:80', 'allowed', '000-53: its label is admitted'],
    ['node', 'default/echoserver[Pod]:80', 'allowed', '000-54: the node of a pod always reaches it'],
    ['test/nginx', 'default/echoserver:80', 'denied', '000-55: the label is only admitted in the own namespace'],
    ['k8s-lab5/{}', 'default/echoserver:80', 'allowed', '000-49: two peers, one of which is enough'],
    [
      'ingress-nginx/{app.kubernetes.io/name=ingress-nginx}',
      'default/echoserver:80',
      'denied',
      '000-50: the Ingress breaks',
    ],
    ['internet', 'default/echoserver:80', 'denied', '000-50: so does a check from outside'],
  ]);

  describe('with both peers merged into one (000-49)', () => {
    const merged = changed(
      '        - podSelector:\n            matchLabels:\n              name: nginx',
      '          podSelector:\n            matchLabels:\n              name: nginx',
    );
    verdicts(merged, [
      ['k8s-lab5/echoserver', 'default/echoserver:80', 'denied', 'both have to hold now'],
      ['default/nginx', 'default/echoserver:80', 'denied', 'both have to hold now'],
    ]);
  });

  describe('with the label that kubectl create deployment gives (000-52)', () => {
    verdicts(
      `${manifests}---\napiVersion: v1\nkind: Pod\nmetadata: {name: other, namespace: default, labels: {app: nginx}}\n`,
      [['default/other', 'default/echoserver:80', 'denied', 'app=nginx is not name=nginx']],
    );
  });
});

describe('MinIO and its policy', () => {
  verdicts(manifests, [
    ['production/history-server', 'production/minio:9000', 'allowed', '000-57: the one that may'],
    ['production/price-fetcher', 'production/minio:9000', 'denied', '000-57: only the history server may'],
    [
      'test/{microservice=history-server,app=electricity-calculator}',
      'production/minio:9000',
      'denied',
      '000-57: not a look-alike',
    ],
    ['production/price-fetcher', 'production/history-server:80', 'allowed', '000-26: through the Service'],
  ]);

  describe('admitting by the label that microservices share (000-57)', () => {
    verdicts(
      `${manifests}${policy('production/too-wide', '{podSelector: {matchLabels: {app: minio}}, ingress: [{from: [{podSelector: {matchLabels: {app: electricity-calculator}}}]}]}')}`,
      [
        [
          'production/{app=electricity-calculator}',
          'production/minio:9000',
          'allowed',
          'whoever shares the label comes in',
        ],
      ],
    );
  });

  describe('under a deny-all in their namespace (X-08)', () => {
    verdicts(`${manifests}${policy('production/deny-all', '{podSelector: {}, policyTypes: [Ingress]}')}`, [
      ['production/history-server', 'production/minio:9000', 'allowed', 'policies add up'],
      ['production/price-fetcher', 'production/history-server:80', 'denied', 'nothing admits the fetcher'],
    ]);
  });
});
