import type { ApiObjectMetadata, ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { wholeNumber } from '../validation/numbers';
import type { PropCheck, PropNames } from '../validation/prop-check';
import { manifest } from './manifest';

/** How many pods a Deployment has: a number, or what an autoscaler decides. */
export interface ScalingProps {
  /**
   * Number of pods. Not together with `autoscalingMaxReplicas`.
   * @default 2
   */
  readonly replicas?: number;
  /**
   * Most pods an autoscaler may start; giving it makes a HorizontalPodAutoscaler, which then owns the number of pods.
   * @default - no autoscaler
   */
  readonly autoscalingMaxReplicas?: number;
  /**
   * Fewest pods the autoscaler may leave.
   * @default 2, or autoscalingMaxReplicas where that is less
   */
  readonly autoscalingMinReplicas?: number;
  /**
   * Use of the requested CPU that the autoscaler aims at, in percent; without a CPU limit it can be above 100.
   * @default 80
   */
  readonly autoscalingCpuPercent?: number;
}

export const SCALING_PROPS: PropNames<ScalingProps> = {
  replicas: true,
  autoscalingMaxReplicas: true,
  autoscalingMinReplicas: true,
  autoscalingCpuPercent: true,
};

interface Autoscaler {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly cpuPercent: number;
}

export interface Scaling {
  readonly replicas?: number;
  readonly autoscaler?: Autoscaler;
}

/** Either a number of pods or an autoscaler: with both, each apply would undo what the autoscaler did. */
export function checkScaling(at: PropCheck, props: ScalingProps): Scaling {
  const { replicas, autoscalingMaxReplicas, autoscalingMinReplicas, autoscalingCpuPercent } = props;
  if (autoscalingMaxReplicas === undefined) {
    for (const [prop, value] of Object.entries({ autoscalingMinReplicas, autoscalingCpuPercent })) {
      if (value !== undefined) at.refuse('props/missing', prop, value, 'has no effect without autoscalingMaxReplicas');
    }
    return { replicas: at.check('replicas', replicas ?? 2, wholeNumber(0, 1000)) };
  }
  if (replicas !== undefined)
    at.refuse(
      'props/conflict',
      'replicas',
      replicas,
      'the autoscaler owns the number of pods: set autoscalingMinReplicas',
    );
  const maxReplicas = at.check('autoscalingMaxReplicas', autoscalingMaxReplicas, wholeNumber(1, 1000));
  const minReplicas = at.check(
    'autoscalingMinReplicas',
    autoscalingMinReplicas ?? Math.min(2, maxReplicas),
    wholeNumber(1, maxReplicas),
  );
  const cpuPercent = at.check('autoscalingCpuPercent', autoscalingCpuPercent ?? 80, wholeNumber(1, 1000));
  return { autoscaler: { minReplicas, maxReplicas, cpuPercent } };
}

/** @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/ */
export function autoscaler(
  metadata: ApiObjectMetadata,
  deployment: string,
  { minReplicas, maxReplicas, cpuPercent }: Autoscaler,
): ApiObjectProps {
  return manifest(k8s.KubeHorizontalPodAutoscalerV2, {
    metadata,
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: deployment },
      minReplicas,
      maxReplicas,
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: cpuPercent } },
        },
      ],
    },
  });
}
