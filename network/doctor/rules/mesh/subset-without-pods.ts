import { selectedPods } from '../../../route/service-endpoints';
import type { Examined } from '../../examined';
import { asFields } from '../../pod-template';
import type { Rule } from '../../rule';
import { API, destinationRule, V1 } from './example';
import { destinationRules, serviceOf } from './istio';

export const subsetWithoutPods: Rule = {
  id: 'mesh/subset-without-pods',
  severity: 'warning',
  summary: 'No pod behind the Service has the labels of a subset.',
  why: 'Requests that a VirtualService sends to the subset are answered with 503 (no healthy upstream).',
  fix: 'Write the labels of the pod template into the subset.',
  bad: API + destinationRule('{ name: v1, labels: { version: "1" } }'),
  good: API + destinationRule(V1),
  *check(examined: Examined) {
    for (const { fullHost, subsets, on } of destinationRules(examined)) {
      const service = serviceOf(examined, fullHost);
      const pods = service ? selectedPods(examined.cluster, service) : [];
      if (!pods.length) continue;
      for (const [index, { name, labels }] of subsets.entries()) {
        const wanted = Object.entries(asFields(labels));
        // Argo Rollouts writes this one by itself.
        if (!wanted.length || wanted.some(([key]) => key === 'rollouts-pod-template-hash')) continue;
        if (pods.some((peer) => wanted.every(([key, value]) => peer.pods.labels[key] === value))) continue;
        const text = wanted.map(([key, value]) => `${key}=${value}`).join(',');
        const has = wanted.map(([key]) => {
          const values = [...new Set(pods.map((peer) => peer.pods.labels[key]))].filter((value) => value !== undefined);
          return `${key} ${values.length ? `is ${values.join(' or ')}` : 'is missing'}`;
        });
        yield {
          on,
          path: ['spec', 'subsets', index, 'labels'],
          message: `no pod of Service ${service!.name} has ${text}, the labels of subset ${name}; of its pods, ${has.join(' and ')}`,
          fix: 'write labels that pods of the Service have, or apply the pods that have these',
        };
      }
    }
  },
};
