import { app, egress, ingress, inNamespace, namespace, pods } from '../../support/policies';
import { ruleSays } from '../../support/rule-says';

const PODS = pods('api') + pods('prometheus', { namespace: 'monitoring' });
const from = (...peers: object[]) => PODS + ingress('api', { from: peers });

ruleSays(
  'policy/unknown-namespace-label',
  [
    [
      'the name of a namespace under a label that it does not have',
      namespace('monitoring') + from(inNamespace('monitoring', 'name')),
      [
        'error NetworkPolicy shop/api spec.ingress[0].from[0].namespaceSelector:13 no namespace has the label name=monitoring; monitoring is the name of one, and a name is the label kubernetes.io/metadata.name → write kubernetes.io/metadata.name: monitoring [spec.ingress[0].from[0].namespaceSelector.matchLabels.kubernetes.io/metadata.name = "monitoring"] [spec.ingress[0].from[0].namespaceSelector.matchLabels.name = nothing]',
      ],
    ],
    [
      'one beside a podSelector',
      namespace('monitoring') + from({ ...inNamespace('monitoring', 'name'), ...app('prometheus') }),
      [
        'error NetworkPolicy shop/api spec.ingress[0].from[0].namespaceSelector:13 no namespace has the label name=monitoring; monitoring is the name of one, and a name is the label kubernetes.io/metadata.name → write kubernetes.io/metadata.name: monitoring [spec.ingress[0].from[0].namespaceSelector.matchLabels.kubernetes.io/metadata.name = "monitoring"] [spec.ingress[0].from[0].namespaceSelector.matchLabels.name = nothing]',
      ],
    ],
    [
      'one whose Namespace is not in the input',
      from(inNamespace('monitoring', 'name')),
      [
        'warning NetworkPolicy shop/api spec.ingress[0].from[0].namespaceSelector:11 no namespace has the label name=monitoring; monitoring is the name of one, and a name is the label kubernetes.io/metadata.name → write kubernetes.io/metadata.name: monitoring',
      ],
    ],
    [
      'one that every cluster has',
      from(inNamespace('kube-system', 'name')),
      [
        'warning NetworkPolicy shop/api spec.ingress[0].from[0].namespaceSelector:11 no namespace has the label name=kube-system; kube-system is the name of one, and a name is the label kubernetes.io/metadata.name → write kubernetes.io/metadata.name: kube-system',
      ],
    ],
    ...['monitorin', 'monitooring', 'monitoirng'].map(
      (name) =>
        [
          `the name ${name}, a slip of monitoring`,
          from(inNamespace(name)),
          [
            `warning NetworkPolicy shop/api spec.ingress[0].from[0].namespaceSelector:11 the input has no namespace ${name}, and it has monitoring → write kubernetes.io/metadata.name: monitoring`,
          ],
        ] as const,
    ),
  ],
  [
    ...[
      ['team-b', 'team-a'],
      ['staging1', 'staging2'],
      ['staging', 'staging2'],
      ['services', 'service'],
      ['dbs', 'db'],
    ].map(
      ([name, other]) =>
        [
          `the name ${name} beside ${other}, which may be there, too`,
          pods('api') + pods('web', { namespace: other }) + ingress('api', { from: [inNamespace(name!)] }),
        ] as const,
    ),
    [
      'a rule for DNS, which policy/no-dns looks at',
      pods('api') +
        pods('coredns', { namespace: 'kube-system' }) +
        egress('api', { to: [inNamespace('kubesystem')], ports: [{ protocol: 'UDP', port: 53 }] }),
    ],
    ['the label that every namespace has', namespace('monitoring') + from(inNamespace('monitoring'))],
    [
      'a label that the namespace has',
      namespace('monitoring', { name: 'monitoring' }) + from(inNamespace('monitoring', 'name')),
    ],
    ['a label of namespaces that are somewhere else', namespace('monitoring') + from(inNamespace('payments', 'team'))],
    ['the name of a namespace that is somewhere else', namespace('monitoring') + from(inNamespace('payments'))],
  ],
);
