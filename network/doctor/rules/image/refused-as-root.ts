import { IMAGE_USERS } from '../../data/image-habits';
import { repositoryOf } from '../../image';
import { asFields, type Container, type PodTemplate } from '../../pod-template';
import type { Rule } from '../../rule';
import { podsOf } from './example';

export const refusedAsRoot: Rule = {
  id: 'image/refused-as-root',
  severity: 'error',
  summary: 'A container may not run as root, and its image does, or the kubelet can not tell.',
  why: 'With runAsNonRoot the kubelet starts no container whose user is 0, or has a name for a number: "container has runAsNonRoot and image will run as root". The pod waits in CreateContainerConfigError.',
  fix: 'Write runAsUser with the number of a user that the image can run as, or take an image made for it.',
  bad: podsOf('nginx:1.27.3', 'securityContext: { runAsNonRoot: true }'),
  good: podsOf('nginxinc/nginx-unprivileged:1.27.3', 'securityContext: { runAsNonRoot: true }'),
  *check({ podTemplates }) {
    for (const template of podTemplates)
      for (const container of template.containers) {
        const { runAsNonRoot, runAsUser } = security(template, container);
        const isGiven = runAsUser !== undefined;
        // Any but a number is refused by the API server.
        if (runAsNonRoot !== true || (isGiven && typeof runAsUser !== 'number')) continue;
        const user = runAsUser ?? IMAGE_USERS.get(repositoryOf(String(container.fields.image)));
        // A number that is given is one that the kubelet can judge.
        if (user === undefined || (isGiven && user !== 0)) continue;
        yield {
          on: template.manifest.origin,
          path: container.path,
          message: why(container, user),
          fix:
            user === 0
              ? 'write another runAsUser, or take runAsNonRoot away'
              : 'write runAsUser with the number of a user that the image can run as, such as 1000, or take an image that is made for it',
        };
      }
  },
};

/** What holds for the container: its own settings go before those of the pod. */
function security({ spec }: PodTemplate, { fields }: Container) {
  const ofPod = asFields(spec.securityContext);
  const own = asFields(fields.securityContext);
  return {
    runAsNonRoot: own.runAsNonRoot ?? ofPod.runAsNonRoot,
    runAsUser: own.runAsUser ?? ofPod.runAsUser ?? undefined,
  };
}

function why({ kind, name, fields }: Container, user: unknown): string {
  const subject = `${kind} ${name} has runAsNonRoot`;
  if (user === 0) return `${subject}, and runAsUser is 0, which is root`;
  if (user === 'root') return `${subject}, and ${fields.image} starts as root`;
  return `${subject}, and ${fields.image} names its user "${user}", which the kubelet can not tell from root`;
}
