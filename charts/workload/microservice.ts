import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { oneOf } from '../validation/choice';
import { serviceName } from '../validation/names';
import { wholeNumber } from '../validation/numbers';
import { PropCheck, type PropNames } from '../validation/prop-check';
import { CONTAINER_PROPS, type ContainerProps, checkContainer } from './container-props';
import { disruptionBudget } from './disruption-budget';
import { Expose } from './expose';
import { checkWorkloadLabels } from './labels';
import { manifest } from './manifest';
import {
  checkMicroserviceEndpoint,
  type IMicroservice,
  MICROSERVICE_ATTRIBUTES,
  type MicroserviceAttributes,
  MicroserviceReference,
} from './microservice-endpoint';
import type { MicroservicePort } from './microservice-port';
import { inNamespace } from './namespace';
import { nodePortConflicts } from './node-ports';
import { podSpec } from './pod';
import { autoscaler, checkScaling, SCALING_PROPS, type ScalingProps } from './scaling';

const INSIDE = Expose.clusterIp();

/** How a Deployment comes to a new version. */
export enum RolloutStrategy {
  /** A new pod is ready before an old one is stopped: two versions run side by side for a while. */
  ROLLING_UPDATE = 'RollingUpdate',
  /** All old pods are stopped before a new one starts: nothing answers for a while. */
  RECREATE = 'Recreate',
}

export interface MicroserviceProps extends ContainerProps, ScalingProps {
  /** Ports of the Service, and the container's that they lead to; at least one. */
  readonly ports: MicroservicePort[];
  /**
   * Name of Deployment, container, Service, disruption budget and autoscaler.
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * Labels of the pods, by which Deployment, Service and policies select them.
   * @default - app: the name
   */
  readonly podLabels?: { readonly [key: string]: string };
  /**
   * Further labels of every object and of the pods; nothing selects by them.
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * How the Service is reached.
   * @default Expose.clusterIp()
   */
  readonly expose?: Expose;
  /**
   * How a new version takes the old one's place.
   * @default RolloutStrategy.ROLLING_UPDATE
   */
  readonly strategy?: RolloutStrategy;
  /**
   * Most pods that a drain of nodes may take away at once.
   * @default 1
   */
  readonly maxUnavailable?: number;
  /**
   * DNS domain of the cluster.
   * @default "cluster.local"
   */
  readonly clusterDomain?: string;
}

const PROPS: PropNames<MicroserviceProps> = {
  ...CONTAINER_PROPS,
  ...SCALING_PROPS,
  ports: true,
  name: true,
  podLabels: true,
  labels: true,
  expose: true,
  strategy: true,
  maxUnavailable: true,
  clusterDomain: true,
};

/**
 * A server with pods that are all alike: Deployment, Service, disruption budget and, on request, an autoscaler. Pods keep
 * to Pod Security "restricted" and are spread over the nodes where possible.
 *
 * @example
 * const api = new Microservice(chart, 'api', {
 *   image: 'registry.example/api:1.4.0',
 *   ports: [{ name: 'http', port: 80, containerPort: 8080 }],
 *   readinessProbe: HealthProbe.http('/readyz'),
 *   env: { DATABASE_PASSWORD: EnvVar.secret('database', 'password') },
 * });
 * api.url; // http://api.production.svc.cluster.local:80
 */
export class Microservice extends MicroserviceReference {
  /**
   * A Service that someone else runs; renders nothing.
   */
  public static fromMicroserviceAttributes(
    scope: Construct,
    id: string,
    attributes: MicroserviceAttributes,
  ): IMicroservice {
    const at = PropCheck.of(scope, id, attributes, MICROSERVICE_ATTRIBUTES);
    return new MicroserviceReference(scope, id, checkMicroserviceEndpoint(at, scope, attributes));
  }

  constructor(scope: Construct, id: string, props: MicroserviceProps) {
    const at = PropCheck.of(scope, id, props, PROPS);
    const name = at.check('name', props.name ?? id, serviceName);
    const endpoint = checkMicroserviceEndpoint(at, scope, {
      name,
      ports: props.ports,
      podLabels: props.podLabels ?? { app: name },
      namespace: props.namespace,
      clusterDomain: props.clusterDomain,
    });
    const labels = checkWorkloadLabels(at, endpoint.podLabels, props.labels);
    const parts = checkContainer(at, scope, props, name, endpoint.ports);
    const scaling = checkScaling(at, props);
    const strategy = at.check('strategy', props.strategy ?? RolloutStrategy.ROLLING_UPDATE, oneOf(RolloutStrategy));
    const maxUnavailable = at.check('maxUnavailable', props.maxUnavailable ?? 1, wholeNumber(1, 1000));
    const metadata = { name, ...inNamespace(endpoint.namespace), labels: labels.all };
    const service = Expose._check(at, props.expose ?? INSIDE)._service(at, endpoint.ports, metadata, labels.selector);
    super(scope, id, endpoint);
    const matchLabels = labels.selector;

    new ApiObject(
      this,
      'Resource',
      manifest(k8s.KubeDeployment, {
        metadata,
        spec: {
          replicas: scaling.replicas,
          selector: { matchLabels },
          strategy: {
            type: strategy,
            ...(strategy === RolloutStrategy.ROLLING_UPDATE && { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } }),
          },
          template: {
            metadata: { labels: labels.all },
            spec: podSpec({
              ...parts,
              pod: {
                topologySpreadConstraints: [
                  {
                    maxSkew: 1,
                    topologyKey: 'kubernetes.io/hostname',
                    whenUnsatisfiable: 'ScheduleAnyway',
                    labelSelector: { matchLabels },
                  },
                ],
              },
            }),
          },
        },
      }),
    );

    const serviceObject = new ApiObject(this, 'Service', service);
    if (props.expose) this.node.addValidation({ validate: () => nodePortConflicts(serviceObject) });
    new ApiObject(this, 'DisruptionBudget', disruptionBudget(metadata, matchLabels, maxUnavailable));
    if (scaling.autoscaler) new ApiObject(this, 'Autoscaler', autoscaler(metadata, name, scaling.autoscaler));
  }
}
