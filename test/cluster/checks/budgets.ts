import type { Live } from '../state/live';
import { idOf, type KubeObject, type System } from '../state/system';

/** Disruption budgets without pods, or that let none go of several, and autoscalers that scale nothing. */
export function budgets(system: System, live: Live): string[] {
  const ofBudgets = system.ofKind('PodDisruptionBudget').flatMap((one) => {
    const { expectedPods = 0, disruptionsAllowed = 0 } = live.find(idOf(one))?.status ?? {};
    if (!expectedPods) return [`${idOf(one)} is for no pods`];
    return disruptionsAllowed ? [] : [`${idOf(one)} lets none of ${expectedPods} pods go`];
  });
  const ofAutoscalers = system.ofKind('HorizontalPodAutoscaler').flatMap((one) => {
    const conditions = live.find(idOf(one))?.status?.conditions ?? [];
    const able = conditions.find(({ type }: KubeObject) => type === 'AbleToScale');
    return able?.status === 'True' ? [] : [`${idOf(one)} scales nothing: ${able?.message ?? 'not looked at yet'}`];
  });
  return [...ofBudgets, ...ofAutoscalers];
}
