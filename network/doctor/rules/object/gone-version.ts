import { GONE_VERSIONS } from '../../data/kubernetes-kinds';
import type { Rule } from '../../rule';

const cronJob = (apiVersion: string) => `
apiVersion: ${apiVersion}
kind: CronJob
metadata: { name: fetch, namespace: shop }
spec:
  schedule: "0 15 * * *"
  timeZone: Europe/Tallinn
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers: [{ name: fetch, image: "registry.example/fetch:1.4.2" }]
`;

export const goneVersion: Rule = {
  id: 'object/gone-version',
  severity: 'error',
  summary: 'An object is of an API version that Kubernetes does not have any more.',
  why: 'kubectl refuses it: "no matches for kind". Clusters that still have the version are long out of support.',
  fix: 'Write the version that took its place; some fields may have other names there.',
  bad: cronJob('batch/v1beta1'),
  good: cronJob('batch/v1'),
  *check({ manifests }) {
    for (const { object, origin } of manifests) {
      const { apiVersion, kind } = object;
      const gone = GONE_VERSIONS.get(`${apiVersion}/${kind}`);
      if (!gone) continue;
      const { since, instead, isSame } = gone;
      const path = ['apiVersion'];
      yield {
        on: origin,
        path,
        message: `${kind} of ${apiVersion} is gone since Kubernetes ${since}`,
        fix: instead
          ? `write apiVersion: ${instead}${isSame ? '' : ', and look at the fields, of which some have changed'}`
          : 'take it away: nothing took its place',
        ...(instead && isSame && { edits: [{ path, value: instead }] }),
      };
    }
  },
};
