import { ApiObject, JsonPatch } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { oneOf } from '../validation/choice';
import { checkLabels, dnsLabel } from '../validation/names';
import { PropCheck, type PropNames } from '../validation/prop-check';
import type { Labels } from '../workload/labels';
import { manifest } from '../workload/manifest';

/** How the pods of a namespace join a mesh. What runs already joins when its pods are started again. */
export class MeshInjection {
  /**
   * A sidecar of the one Istio of the cluster.
   * @see https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/
   */
  public static istio(): MeshInjection {
    return new MeshInjection({ 'istio-injection': 'enabled' }, {});
  }

  /**
   * A sidecar of one revision of Istio, or of what a revision tag stands for.
   * @param revision its name, such as "1-31-1" or "stable"
   */
  public static istioRevision(revision: string): MeshInjection {
    const at = PropCheck.ofCall('MeshInjection.istioRevision');
    return new MeshInjection({ 'istio.io/rev': at.check('revision', revision, dnsLabel) }, {});
  }

  /**
   * Istio without sidecars: a proxy on each node.
   * @see https://istio.io/latest/docs/ambient/
   */
  public static istioAmbient(): MeshInjection {
    return new MeshInjection({ 'istio.io/dataplane-mode': 'ambient' }, {});
  }

  /**
   * A sidecar of Linkerd.
   * @see https://linkerd.io/2/features/proxy-injection/
   */
  public static linkerd(): MeshInjection {
    return new MeshInjection({}, { 'linkerd.io/inject': 'enabled' });
  }

  private constructor(
    /** @internal */
    public readonly _labels: Labels,
    /** @internal */
    public readonly _annotations: Labels,
  ) {}
}

/**
 * What pods of a namespace may do.
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export enum PodSecurityLevel {
  /** Current best practice. Sidecars keep to it where the mesh's CNI plugin, not an init container, redirects traffic. */
  RESTRICTED = 'restricted',
  /** What opens known ways to become root of the node is forbidden. */
  BASELINE = 'baseline',
  /** Everything, such as the init container that redirects traffic where there is no CNI plugin. */
  PRIVILEGED = 'privileged',
}

export interface MeshNamespaceProps {
  /** Name of the namespace. */
  readonly name: string;
  /** How its pods join the mesh. */
  readonly injection: MeshInjection;
  /**
   * Further labels.
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * What its pods may do. Without the mesh's CNI plugin sidecars need PRIVILEGED, and with less their pods are refused.
   * @default PodSecurityLevel.RESTRICTED
   */
  readonly podSecurity?: PodSecurityLevel;
}

const PROPS: PropNames<MeshNamespaceProps> = { name: true, injection: true, labels: true, podSecurity: true };

/**
 * A namespace whose pods join a service mesh.
 *
 * @example
 * new MeshNamespace(chart, 'namespace', { name: 'shop', injection: MeshInjection.istio() });
 */
export class MeshNamespace extends Construct {
  /** Name of the namespace. */
  public readonly name: string;

  constructor(scope: Construct, id: string, props: MeshNamespaceProps) {
    const at = PropCheck.of(scope, id, props, PROPS);
    const name = at.check('name', props.name, dnsLabel);
    const { injection } = props;
    if (!(injection instanceof MeshInjection)) {
      const wanted = 'must be MeshInjection.istio(), .istioRevision(…), .istioAmbient() or .linkerd()';
      at.refuse('mesh/scope', 'injection', injection, wanted);
    }
    const level = at.check('podSecurity', props.podSecurity ?? PodSecurityLevel.RESTRICTED, oneOf(PodSecurityLevel));
    const made = { ...injection._labels, 'pod-security.kubernetes.io/enforce': `${level}` };
    const further = checkLabels(at, 'labels', props.labels ?? {});
    for (const [key, value] of Object.entries(further))
      if (Object.hasOwn(made, key)) at.refuse('props/conflict', `labels.${key}`, value, 'is made by another prop');
    super(scope, id);
    this.name = name;
    const labels = { ...further, ...made };
    const annotations = injection._annotations;
    const resource = new ApiObject(
      this,
      'Resource',
      manifest(k8s.KubeNamespace, {
        metadata: { name, labels, ...(Object.keys(annotations).length > 0 && { annotations }) },
      }),
    );
    resource.addJsonPatch(JsonPatch.remove('/metadata/namespace')); // which a chart with a namespace puts on everything
  }
}
