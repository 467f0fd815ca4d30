import { API, destinationRule, V1 } from '../../../../../network/doctor/rules/mesh/example';
import { ruleSays } from '../../support/rule-says';

const with_ = (labels: string) => API + destinationRule(`{ name: next, labels: ${labels} }`);

ruleSays(
  'mesh/subset-without-pods',
  [
    [
      'a value that no pod has',
      with_('{ version: v3 }'),
      [
        'warning DestinationRule shop/api spec.subsets[0].labels:36 no pod of Service api has version=v3, the labels of subset next; of its pods, version is v1 or v2 → write labels that pods of the Service have, or apply the pods that have these',
      ],
    ],
    [
      'a key that no pod has',
      with_('{ release: next }'),
      [
        'warning DestinationRule shop/api spec.subsets[0].labels:36 no pod of Service api has release=next, the labels of subset next; of its pods, release is missing → write labels that pods of the Service have, or apply the pods that have these',
      ],
    ],
  ],
  [
    ['labels that pods have', with_('{ version: v2 }')],
    ['no labels', with_('{}')],
    ['a label that a rollout writes', with_('{ rollouts-pod-template-hash: 5d9f }')],
    ['a Service that is not in the input', destinationRule(V1)],
  ],
);
