import type { k8s } from 'cdk8s-plus-28';
import { flag } from '../validation/numbers';
import type { PropCheck, PropNames, Rule } from '../validation/prop-check';
import type { Plain } from './manifest';
import { restrictedContainer, restrictedPod } from './pod-security';

/** What a pod may do beyond what the house gives it. */
export interface PrivilegeProps {
  /**
   * Whether the container runs as root, which Pod Security "restricted" refuses. Not together with `user`.
   * @default false
   */
  readonly runAsRoot?: boolean;
  /**
   * Capabilities that root keeps, such as "NET_RAW"; all others are dropped. Any but NET_BIND_SERVICE and the few of Pod
   * Security "baseline" need a namespace that takes "privileged" pods.
   * @default - the construct says which
   */
  readonly capabilities?: string[];
}

export const PRIVILEGE_PROPS: PropNames<PrivilegeProps> = {
  runAsRoot: true,
  capabilities: true,
};

const capability: Rule<string> = {
  code: 'name/capability',
  wants: 'a capability such as "NET_RAW"',
  accepts: (value) => typeof value === 'string' && /^(?!CAP_|ALL$)[A-Z]+(_[A-Z]+)*$/.test(value),
  advise: (value: unknown) => (value === 'ALL' ? 'name those that are needed' : undefined),
};

export interface Privileges {
  readonly isRoot: boolean;
  pod(user: number): Plain<k8s.PodSecurityContext>;
  container(readOnlyRootFilesystem: boolean): Plain<k8s.SecurityContext>;
}

/** @param needed capabilities that root keeps where no others are named */
export function checkPrivileges(
  at: PropCheck,
  props: PrivilegeProps & { readonly user?: number },
  needed: readonly string[],
): Privileges {
  const { user, capabilities } = props;
  const isRoot = at.check('runAsRoot', props.runAsRoot ?? false, flag);
  const add = at.list('capabilities', capabilities ?? needed, capability);
  if (!isRoot && capabilities !== undefined)
    at.refuse('props/missing', 'capabilities', capabilities, 'has no effect without runAsRoot: only root can use them');
  if (isRoot && user !== undefined) at.refuse('props/conflict', 'user', user, 'runAsRoot says who it is');
  if (!isRoot) return { isRoot, pod: restrictedPod, container: restrictedContainer };
  return {
    isRoot,
    pod: () => ({ runAsUser: 0, runAsGroup: 0, seccompProfile: { type: 'RuntimeDefault' } }),
    container: (readOnlyRootFilesystem) => ({
      ...restrictedContainer(readOnlyRootFilesystem),
      capabilities: { drop: ['ALL'], ...(add.length > 0 && { add }) },
    }),
  };
}
