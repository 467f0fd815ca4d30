import { isPatch } from '../../patch';
import type { Rule } from '../../rule';
import { cronJob } from './example';

const ONCE = ['Job', 'CronJob'];

export const restartPolicy: Rule = {
  id: 'workload/restart-policy',
  severity: 'error',
  summary: 'The restartPolicy of the pods is none that their workload can have.',
  why: 'The API server refuses it. Pods of a Job or CronJob come to an end, so they need OnFailure or Never, and what is not given counts as Always; pods of other workloads are to run on, so they can only have Always.',
  fix: 'Write OnFailure or Never for a Job or CronJob; take restartPolicy away elsewhere.',
  bad: cronJob('timeZone: Europe/Tallinn', 'restartPolicy: Always'),
  good: cronJob('timeZone: Europe/Tallinn', 'restartPolicy: OnFailure'),
  *check(examined) {
    for (const template of examined.podTemplates) {
      const { manifest, spec } = template;
      const { kind } = manifest.object;
      const given = spec.restartPolicy || undefined;
      const path = [...template.path, 'spec', 'restartPolicy'];
      if (ONCE.includes(kind) && (given === 'Always' || (given === undefined && !isPatch(template))))
        yield {
          on: manifest.origin,
          path,
          message: given
            ? `restartPolicy Always is none for a ${kind}`
            : `without a restartPolicy it is Always, which is none for a ${kind}`,
          fix: 'write restartPolicy: OnFailure to start the container again, or Never to make another pod',
        };
      if (!ONCE.includes(kind) && kind !== 'Pod' && given !== undefined && given !== 'Always')
        yield {
          on: manifest.origin,
          path,
          message: `restartPolicy ${given} is none for a ${kind}, whose pods are to run on`,
          fix: 'take restartPolicy away, or make it a Job',
        };
    }
  },
};
