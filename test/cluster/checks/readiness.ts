import type { Live } from '../state/live';
import { idOf, type KubeObject, type System } from '../state/system';

/** Objects that are not there, and workloads that have not all their pods, Ready and of the newest template. */
export function readiness(system: System, live: Live): string[] {
  return [
    ...system.ofKind('Deployment', 'StatefulSet', 'Pod', 'Service', 'CronJob').filter((one) => !live.find(idOf(one))),
  ]
    .map((one) => `${idOf(one)} is not there`)
    .concat(system.ofKind('Deployment', 'StatefulSet', 'Pod').flatMap((one) => unready(live.find(idOf(one)), live)));
}

function unready(object: KubeObject | undefined, live: Live): string[] {
  if (!object) return [];
  const pods = live.podsOf(object);
  const ready = pods.filter(isReady).length;
  const wanted = object.kind === 'Pod' ? 1 : object.spec.replicas;
  if (ready !== wanted || pods.length !== wanted)
    return [`${idOf(object)} has ${pods.length} pods, ${ready} of them Ready, and wants ${wanted}${why(object)}`];
  if (object.kind === 'Pod') return [];
  const { observedGeneration, updatedReplicas = 0, readyReplicas = 0 } = object.status;
  const isSeen = observedGeneration === object.metadata.generation && readyReplicas === wanted;
  return isSeen && updatedReplicas === wanted ? [] : [`${idOf(object)} is not rolled out`];
}

function why({ status }: KubeObject): string {
  const failure = status?.conditions?.find(({ type }: KubeObject) => type === 'ReplicaFailure');
  return failure ? `: ${failure.message}` : '';
}

function isReady({ status }: KubeObject): boolean {
  return status?.conditions?.some(({ type, status }: KubeObject) => type === 'Ready' && status === 'True') ?? false;
}
