import { describeRule, lines } from '../../support/describe-rule';
import { workload } from '../../support/objects';

const selecting = (selector: unknown, more: object = {}) =>
  lines(workload({ labels: { app: 'api', tier: 'web' }, spec: { selector }, ...more }));

describeRule('workload/selector-mismatch', {
  finds: [
    [
      'a label of another value',
      selecting({ matchLabels: { app: 'web' } }),
      'Deployment shop/api spec.selector:1: selects app=web, and the template has app=api → write { app: web } into the labels of the template, or the labels of the template into the selector of a new workload',
    ],
    [
      'a label that the template does not have',
      selecting({ matchLabels: { app: 'api', version: 'v1' } }, { kind: 'StatefulSet' }),
      'StatefulSet shop/api spec.selector:1: selects app=api,version=v1, and the template has no version → write { version: v1 } into the labels of the template, or the labels of the template into the selector of a new workload',
    ],
    [
      'an expression that does not hold',
      selecting({ matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] }),
      'Deployment shop/api spec.selector:1: selects !tier, and the template has tier=web → write labels into the template that the selector takes',
    ],
    [
      'no selector',
      selecting(undefined, { kind: 'DaemonSet' }),
      'DaemonSet shop/api spec.selector:1: there is no selector, and the API server wants one → write matchLabels: { app: api, tier: web }, the labels of the template',
    ],
    [
      'what is no selector',
      selecting({ app: 'api' }),
      'Deployment shop/api spec.selector:1: there is no such field here; the fields are matchLabels, matchExpressions → write a label selector',
    ],
  ],
  isSilentOn: [
    ['a part of the labels', selecting({ matchLabels: { tier: 'web' } })],
    [
      'an expression that holds',
      selecting({ matchExpressions: [{ key: 'app', operator: 'In', values: ['web', 'api'] }] }),
    ],
    [
      'a patch, which leaves out what is somewhere else',
      lines(workload({ spec: { selector: undefined }, container: { image: undefined, args: ['-v'] } })),
    ],
    ['a Job, whose selector is made for it', lines(workload({ kind: 'Job' }))],
    [
      'a ReplicationController without one',
      lines({ ...workload({ spec: { selector: null } }), apiVersion: 'v1', kind: 'ReplicationController' }),
    ],
  ],
});
