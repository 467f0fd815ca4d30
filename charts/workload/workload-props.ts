import { ImagePullPolicy } from 'cdk8s-plus-28';
import type { IConstruct } from 'constructs';
import { imageReference, pullPolicy } from '../validation/image';
import { subdomain } from '../validation/names';
import { userId } from '../validation/numbers';
import type { PropCheck, PropNames } from '../validation/prop-check';
import { checkNamespace } from './namespace';

/** What every workload is told in the same words. */
export interface WorkloadProps {
  /**
   * Namespace of all objects.
   * @default - the chart's namespace
   */
  readonly namespace?: string;
  /**
   * When the node pulls the image.
   * @default ImagePullPolicy.IF_NOT_PRESENT
   */
  readonly imagePullPolicy?: ImagePullPolicy;
  /**
   * Secrets of the namespace by which the node may pull the image. They are never synthesized.
   * @default - none: the registry is public, or the node knows it
   */
  readonly imagePullSecrets?: string[];
  /**
   * Numeric user and group the container runs as.
   * @default 65532
   */
  readonly user?: number;
}

export const WORKLOAD_PROPS: PropNames<WorkloadProps> = {
  namespace: true,
  imagePullPolicy: true,
  imagePullSecrets: true,
  user: true,
};

/** The same, checked. */
export interface Workload {
  readonly image: string;
  readonly imagePullPolicy: ImagePullPolicy;
  readonly imagePullSecrets: readonly string[];
  readonly namespace: string | undefined;
  readonly user: number;
}

export function checkWorkload(
  at: PropCheck,
  scope: IConstruct,
  props: WorkloadProps & { readonly image: string },
): Workload {
  const { imagePullPolicy = ImagePullPolicy.IF_NOT_PRESENT, imagePullSecrets = [], user = 65532 } = props;
  return {
    image: at.check('image', props.image, imageReference),
    imagePullPolicy: at.check('imagePullPolicy', imagePullPolicy, pullPolicy),
    imagePullSecrets: at.list('imagePullSecrets', imagePullSecrets, subdomain),
    namespace: checkNamespace(at, scope, props.namespace),
    user: at.check('user', user, userId),
  };
}
