import { app, ingress, inNamespace, namespace, pods } from '../../support/policies';
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
    [
      'a slip in the name of a namespace',
      namespace('monitoring') + from(inNamespace('monitorin')),
      [
        'warning NetworkPolicy shop/api spec.ingress[0].from[0].namespaceSelector:13 no namespace of the input has the label kubernetes.io/metadata.name=monitorin; the nearest is kubernetes.io/metadata.name=monitoring → write kubernetes.io/metadata.name: monitoring, or apply the Namespace that has kubernetes.io/metadata.name=monitorin',
      ],
    ],
    ...['prod', 'prd'].map((env): [string, string, string[]] => [
      `a word that is ${env} on the namespaces of the input`,
      namespace('monitoring', { env }) + from(inNamespace('production', 'env')),
      [
        `warning NetworkPolicy shop/api spec.ingress[0].from[0].namespaceSelector:13 no namespace of the input has the label env=production; the nearest is env=${env} → write env: ${env}, or apply the Namespace that has env=production`,
      ],
    ]),
    [
      'a label of a kind that the namespaces of the input do not have',
      namespace('monitoring', { team: 'ops' }) + from(inNamespace('ops', 'squad')),
      [
        'warning NetworkPolicy shop/api spec.ingress[0].from[0].namespaceSelector:13 no namespace of the input has the label squad=ops, nor any of its kind; they have team → select by kubernetes.io/metadata.name, or give the Namespace the label squad=ops',
      ],
    ],
  ],
  [
    ['the name of another namespace by number', namespace('team-1') + from(inNamespace('team-2'))],
    [
      'another value of a label that the namespaces have',
      namespace('monitoring', { team: 'ops' }) + from(inNamespace('payments', 'team')),
    ],
    [
      'a label that no namespace has where none has labels of its own',
      namespace('monitoring', { 'pod-security.kubernetes.io/enforce': 'restricted' }) +
        from(inNamespace('payments', 'team')),
    ],
    [
      'a label that no namespace has where only that of the policy is in the input',
      namespace('shop', { env: 'prod' }) + from(inNamespace('payments', 'team')),
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
