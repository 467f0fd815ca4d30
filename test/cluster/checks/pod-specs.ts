import type { KubeObject, System } from '../state/system';

/** The pods of each workload, as their template has them. */
export function podSpecs(system: System): { readonly object: KubeObject; readonly spec: KubeObject }[] {
  return system.ofKind('Pod', 'Deployment', 'StatefulSet', 'CronJob').map((object) => {
    const spec = object.spec.jobTemplate?.spec ?? object.spec;
    return { object, spec: spec.template?.spec ?? spec };
  });
}
