import { describeRule, lines } from '../../support/describe-rule';
import { findingsOf } from '../../support/findings';
import { service, workload } from '../../support/objects';
import { saidBy } from '../../support/rule-says';

const ports = [{ port: 80 }];
const withLabels = (labels: Record<string, string>, name = 'api') => workload({ name, labels });

const textOf = (labels: Record<string, string>) =>
  Object.entries(labels)
    .map((label) => label.join('='))
    .join();
const writtenIn = (labels: Record<string, string>, label: string) => labels[label.split(':')[0]!];

describeRule('service/no-endpoints', {
  finds: [
    [
      'a slip in a label, and mends it where one workload alone is meant',
      lines(workload(), service({ selector: { app: 'apii' }, ports })),
      'Service shop/api spec.selector:3: selects app=apii; no pods of its namespace have these labels; the nearest are shop/api[Deployment], where app is api, not apii → write app: api to select shop/api[Deployment] {spec.selector.app="api"}',
    ],
    [
      'a slip that may mean either of two workloads, which nobody can mend for sure',
      lines(workload(), withLabels({ app: 'apio' }, 'apio'), service({ selector: { app: 'apii' }, ports })),
      'Service shop/api spec.selector:5: selects app=apii; no pods of its namespace have these labels; the nearest are shop/api[Deployment], where app is api, not apii → write app: api to select shop/api[Deployment]',
    ],
    ...(
      [
        ['the version of the pods', { app: 'api', version: 'v1' }, { app: 'api', version: 'v2' }, 'version: v1'],
        ['their slot', { app: 'api', slot: '2' }, { app: 'api', slot: '1' }, 'slot: 2'],
        ['the number of their name', { app: 'web2' }, { app: 'web1' }, 'app: web2'],
        [
          'a number at their name',
          { app: 'api', role: 'replicas1' },
          { app: 'api', role: 'replica' },
          'role: replicas1',
        ],
      ] as const
    ).map(([what, labels, selector, label]): [string, string, string] => [
      `a selector that differs in ${what}, which may be another's, and mends nothing`,
      lines(withLabels(labels), service({ selector, ports })),
      `Service shop/api spec.selector:3: selects ${textOf(selector)}; no pods of its namespace have these labels; the nearest are shop/api[Deployment], where ${label.replace(': ', ' is ')}, not ${writtenIn(selector, label)} → write ${label} to select shop/api[Deployment]`,
    ]),
    [
      'a slip where the pods have a Service already, which may be meant for others',
      lines(
        workload(),
        service({ selector: { app: 'api' }, ports }),
        service({ name: 'apii', selector: { app: 'apii' }, ports }),
      ),
      'Service shop/apii spec.selector:5: selects app=apii; no pods of its namespace have these labels; the nearest are shop/api[Deployment], where app is api, not apii → write app: api to select shop/api[Deployment]',
    ],
    [
      'a label that other pods have',
      lines(
        workload(),
        withLabels({ app: 'shop', tier: 'front' }, 'web'),
        service({ selector: { app: 'api', tier: 'web' }, ports }),
      ),
      'Service shop/api spec.selector:5: selects app=api,tier=web; no pods of its namespace have these labels; the nearest are shop/api[Deployment], where tier is missing → take tier away to select shop/api[Deployment]',
    ],
    [
      'labels of which no pod has any',
      lines(workload(), service({ selector: { run: 'web' }, ports })),
      'Service shop/api spec.selector:3: selects run=web; no pods of its namespace have any of these labels → write labels that the pods have, or apply the pods that have these',
    ],
    [
      'labels of no pod beside a custom resource for which nobody runs pods',
      lines(
        workload(),
        { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', metadata: { name: 'tls', namespace: 'shop' } },
        service({ selector: { run: 'web' }, ports }),
      ),
      'Service shop/api spec.selector:5: selects run=web; no pods of its namespace have any of these labels → write labels that the pods have, or apply the pods that have these',
    ],
  ],
  isSilentOn: [
    ['labels of the pods', lines(workload(), service({ selector: { app: 'api' }, ports }))],
    [
      'a workload that is scaled to 0',
      lines(workload({ spec: { replicas: 0 } }), service({ selector: { app: 'api' }, ports })),
    ],
    [
      'pods of the cluster itself, which no manifest has',
      lines(
        workload({ name: 'cache', namespace: 'kube-system' }),
        service({ namespace: 'kube-system', selector: { 'k8s-app': 'kube-dns' }, ports }),
      ),
    ],
    ['no selector: endpoints are made by hand', lines(workload(), service({ ports }))],
    [
      'another name for a host',
      lines(workload(), service({ type: 'ExternalName', externalName: 'a.example', selector: { app: 'x' }, ports })),
    ],
    [
      'a namespace in which an operator may run pods for its custom resource',
      lines(
        workload(),
        { apiVersion: 'monitoring.coreos.com/v1', kind: 'Prometheus', metadata: { name: 'k8s', namespace: 'shop' } },
        service({ selector: { run: 'web' }, ports }),
      ),
    ],
    [
      'a namespace whose pods are not in the input',
      lines(workload(), service({ namespace: 'other', selector: { app: 'x' }, ports })),
    ],
    ...['vault-active', 'role', 'spilo-role', 'rollouts-pod-template-hash'].map((key): [string, string] => [
      `the label ${key}, which is set at run time`,
      lines(workload({ kind: 'StatefulSet' }), service({ selector: { app: 'api', [key]: 'true' }, ports })),
    ]),
  ],
});

describe('service/no-endpoints, of a label that no pod of the input has,', () => {
  it('warns, since a controller may set it at run time', () => {
    const yaml = lines(workload(), service({ selector: { app: 'api', tier: 'web' }, ports }));
    expect(saidBy('service/no-endpoints', yaml)).toEqual([
      'warning Service shop/api spec.selector:3 selects app=api,tier=web; no pods of its namespace have these labels; the nearest are shop/api[Deployment], where tier is missing → write tier into the labels of the pods, or take tier away, unless a controller sets it at run time',
    ]);
  });

  it.each([
    ['the rest selects no pods', { app: 'apii', role: 'master' }],
    ['there is no rest', { role: 'master' }],
  ])('is an error where %s', (_, selector) => {
    expect(findingsOf('service/no-endpoints', lines(workload(), service({ selector, ports })))).toEqual([
      'error Service shop/api spec.selector:3',
    ]);
  });
});
