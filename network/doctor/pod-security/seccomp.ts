import { asFields } from '../pod-template';
import type { Control, Violation } from './control';
import { type Holder, inContext, isGiven, type Pod } from './pod';

/** Before it had a field it was an annotation. */
const HAS_FIELD = 19;
const ALLOWED = ['RuntimeDefault', 'Localhost'];
const POD_ANNOTATION = 'seccomp.security.alpha.kubernetes.io/pod';
const CONTAINER_ANNOTATION = 'container.seccomp.security.alpha.kubernetes.io/';

export const seccompProfile: Control = {
  id: 'seccompProfile_baseline',
  level: 'baseline',
  *check(pod, version) {
    yield* version < HAS_FIELD ? annotated(pod) : pod.holders.flatMap(forbidden);
  },
};

export const seccompProfileRestricted: Control = {
  id: 'seccompProfile_restricted',
  level: 'restricted',
  since: HAS_FIELD,
  replaces: 'seccompProfile_baseline',
  *check({ holders, containers, isWindows }, version) {
    if (isWindows && version >= 25) return;
    yield* holders.flatMap(forbidden);
    const [pod] = holders;
    if (has(pod!) || containers.every(has)) return;
    yield {
      ...inContext(pod!, 'seccompProfile'),
      message: 'there is no seccompProfile',
      fix: 'write seccompProfile: { type: RuntimeDefault }',
      // Where the pod has one that is forbidden, that is to be mended.
      ...(!isGiven(pod!.securityContext.seccompProfile) && { value: { type: 'RuntimeDefault' } }),
    };
  },
};

function has({ securityContext: { seccompProfile } }: Holder): boolean {
  return isGiven(seccompProfile);
}

function forbidden(holder: Holder): Violation[] {
  const { seccompProfile } = holder.securityContext;
  const { type } = asFields(seccompProfile);
  return !isGiven(seccompProfile) || ALLOWED.includes(String(type))
    ? []
    : [
        {
          ...inContext(holder, 'seccompProfile', 'type'),
          message: `seccompProfile.type is ${type || 'not given'}`,
          fix: 'write seccompProfile: { type: RuntimeDefault }',
        },
      ];
}

function* annotated({ annotations, containers }: Pod): Generator<Violation> {
  const names = [POD_ANNOTATION, ...containers.map(({ container }) => `${CONTAINER_ANNOTATION}${container}`)];
  for (const name of new Set(names)) {
    const value = annotations[name];
    if (value !== undefined && !/^(runtime\/default$|docker\/default$|localhost\/)/.test(String(value)))
      yield {
        path: ['metadata', 'annotations', name],
        message: `annotation ${name} is ${value || 'empty'}`,
        fix: `write ${name}: runtime/default`,
      };
  }
}
