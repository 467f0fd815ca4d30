import { describeRule, lines } from '../../support/describe-rule';
import { cronJob, workload } from '../../support/objects';

const once = 'write restartPolicy: OnFailure to start the container again, or Never to make another pod';

describeRule('workload/restart-policy', {
  finds: [
    [
      'a CronJob whose pods never end',
      lines(cronJob({}, { restartPolicy: 'Always' })),
      `CronJob shop/fetch spec.jobTemplate.spec.template.spec.restartPolicy:1: restartPolicy Always is none for a CronJob → ${once}`,
    ],
    [
      'a Job that says nothing',
      lines(workload({ kind: 'Job', pod: { restartPolicy: undefined } })),
      `Job shop/api spec.template.spec.restartPolicy:1: without a restartPolicy it is Always, which is none for a Job → ${once}`,
    ],
    [
      'a Deployment whose pods end',
      lines(workload({ pod: { restartPolicy: 'Never' } })),
      'Deployment shop/api spec.template.spec.restartPolicy:1: restartPolicy Never is none for a Deployment, whose pods are to run on → take restartPolicy away, or make it a Job',
    ],
  ],
  isSilentOn: [
    ['a CronJob that tries again', lines(cronJob({}, { restartPolicy: 'OnFailure' }))],
    [
      'a patch of a Job, which leaves out what is somewhere else',
      lines(workload({ kind: 'Job', pod: { restartPolicy: undefined }, container: { image: undefined } })),
    ],
    ['a Deployment that says what is so anyway', lines(workload({ pod: { restartPolicy: 'Always' } }))],
    [
      'a Pod of any policy',
      lines({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'once' },
        spec: { restartPolicy: 'Never', containers: [{ name: 'once', image: 'registry.example/once:1.4.2' }] },
      }),
    ],
  ],
});
