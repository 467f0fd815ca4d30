import { allowPrivilegeEscalation } from './allow-privilege-escalation';
import { appArmor } from './app-armor';
import { capabilities, capabilitiesRestricted } from './capabilities';
import { type Control, LATEST, type Level, type Version, type Violation } from './control';
import { hostNamespaces } from './host-namespaces';
import { hostPorts } from './host-ports';
import { hostProbes } from './host-probes';
import { hostProcess } from './host-process';
import type { Pod } from './pod';
import { privileged } from './privileged';
import { procMount, procMountRestricted } from './proc-mount';
import { runAsNonRoot } from './run-as-non-root';
import { runAsUser } from './run-as-user';
import { seLinux } from './se-linux';
import { seccompProfile, seccompProfileRestricted } from './seccomp';
import { sysctls } from './sysctls';
import { hostPathVolumes, restrictedVolumes } from './volumes';

export const CONTROLS: readonly Control[] = [
  privileged,
  hostNamespaces,
  hostPathVolumes,
  hostPorts,
  hostProbes,
  hostProcess,
  capabilities,
  seccompProfile,
  appArmor,
  seLinux,
  procMount,
  sysctls,
  allowPrivilegeEscalation,
  capabilitiesRestricted,
  seccompProfileRestricted,
  runAsNonRoot,
  runAsUser,
  procMountRestricted,
  restrictedVolumes,
];

/** A level of the standards as of a version. */
export interface Standard {
  readonly level: Level;
  /** @default - the latest that is known here */
  readonly version?: Version;
}

/** What the standard refuses, with the id of the control. */
export function violationsOf(pod: Pod, standard: Standard): readonly (Violation & { readonly control: string })[] {
  const { version = LATEST } = standard;
  return controlsOf(standard).flatMap(({ id, check }) =>
    Array.from(check(pod, version), (violation) => ({ control: id, ...violation })),
  );
}

const known = new Map<string, readonly Control[]>();

function controlsOf({ level, version = LATEST }: Standard): readonly Control[] {
  const key = `${level} ${version}`;
  const found = known.get(key);
  if (found) return found;
  const controls = CONTROLS.filter(
    (control) =>
      level !== 'privileged' &&
      (level === 'restricted' || control.level === 'baseline') &&
      version >= (control.since ?? 0),
  );
  const replaced = new Set(controls.map(({ replaces }) => replaces));
  const inForce = controls.filter(({ id }) => !replaced.has(id));
  known.set(key, inForce);
  return inForce;
}
