/** Pod specs, as podman takes them. */
import { readFileSync } from 'node:fs';
import { loadAll } from 'js-yaml';

/** The Pod spec in a file of manifests that has one container, of this name. */
export function podOf(file, name) {
  const specs = loadAll(readFileSync(file, 'utf8')).map(({ spec }) => spec?.jobTemplate?.spec ?? spec);
  const pod = specs.find((spec) => spec?.template?.spec.containers[0].name === name)?.template.spec;
  if (pod?.containers.length !== 1) throw new Error(`${file} has no Pod with one container, named ${name}`);
  return pod;
}

/**
 * Options, image and arguments for `podman run`. Secret references get their values from `secret`; `own` variables are
 * added, or take the place of those that hold addresses inside the cluster. A field that podman is not told of is an
 * error, so that none is left out.
 */
export function podmanArguments(pod, secret, own) {
  const [{ name: container, image, args = [], env, ...more }] = pod.containers;
  const { runAsUser, runAsGroup, runAsNonRoot, seccompProfile, ...moreOfPod } = pod.securityContext;
  const { readOnlyRootFilesystem, allowPrivilegeEscalation, capabilities, ...moreSecurity } = more.securityContext;
  const { command, envFrom, lifecycle, volumeMounts, workingDir } = more;
  const { add, drop } = capabilities;
  const untold = { ...moreOfPod, ...moreSecurity, add, command, envFrom, lifecycle, volumeMounts, workingDir };
  const missed = Object.keys(untold).filter((key) => untold[key] !== undefined);
  if (missed.length) throw new Error(`${container} has ${missed.join()}: say here how podman is told of it`);
  if (seccompProfile.type !== 'RuntimeDefault') throw new Error(`unknown seccomp profile ${seccompProfile.type}`);
  if (runAsNonRoot && runAsUser === 0) throw new Error(`${container} must not run as root, but is to run as user 0`);

  const values = env.map(({ name, value, valueFrom }) => [name, value ?? secret[valueFrom.secretKeyRef.key]]);
  const lost = values.filter(([, value]) => value === undefined).map(([name]) => name);
  if (lost.length) throw new Error(`no value for ${lost.join()} of ${container}`);
  return [
    `--user=${runAsUser}:${runAsGroup}`,
    // Unlike podman, Kubernetes adds no writable /tmp.
    ...(readOnlyRootFilesystem ? ['--read-only', '--read-only-tmpfs=false'] : []),
    ...drop.map((capability) => `--cap-drop=${capability}`),
    ...(allowPrivilegeEscalation === false ? ['--security-opt=no-new-privileges'] : []),
    `--memory=${memoryLimit(pod)}`,
    ...Object.entries({ ...Object.fromEntries(values), ...own }).map(([name, value]) => `--env=${name}=${value}`),
    image,
    ...args,
  ];
}

/** In bytes. */
export function memoryLimit(pod) {
  const { memory } = pod.containers[0].resources.limits;
  const mebibytes = /^(\d+)Mi$/.exec(memory)?.[1];
  if (!mebibytes) throw new Error(`unknown quantity ${memory}`);
  return mebibytes * 2 ** 20;
}
