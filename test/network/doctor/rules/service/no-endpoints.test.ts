import { describeRule, lines } from '../../support/describe-rule';
import { service, workload } from '../../support/objects';

const ports = [{ port: 80 }];
const withLabels = (labels: Record<string, string>, name = 'api') => workload({ name, labels });

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
    [
      'a label that no pod has',
      lines(workload(), service({ selector: { app: 'api', tier: 'web' }, ports })),
      'Service shop/api spec.selector:3: selects app=api,tier=web; no pods of its namespace have these labels; the nearest are shop/api[Deployment], where tier is missing → give the pods the label tier: web, unless something sets it while they run',
    ],
    ...[
      ['app', 'web1', 'web2'],
      ['version', 'va', 'vb'],
    ].map(
      ([key, one, other]) =>
        [
          `the label ${key}: ${one} beside ${other}, which may be another thing, and mends nothing`,
          lines(withLabels({ part: 'a', [key!]: other! }), service({ selector: { part: 'a', [key!]: one }, ports })),
          `Service shop/api spec.selector:3: selects ${[`${key}=${one}`, 'part=a'].sort().join()}; no pods of its namespace have these labels; the nearest are shop/api[Deployment], where ${key} is ${other}, not ${one} → write ${key}: ${other} to select shop/api[Deployment]`,
        ] as const,
    ),
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
    ...['role', 'vault-active', 'redis-role', 'spilo-role', 'app.example/role'].map(
      (key) =>
        [
          `${key}, which pods give themselves`,
          lines(
            workload({ kind: 'StatefulSet', spec: { serviceName: 'api' } }),
            service({ selector: { app: 'api', [key]: 'true' }, ports }),
          ),
        ] as const,
    ),
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
  ],
});
