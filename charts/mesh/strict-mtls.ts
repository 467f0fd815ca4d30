import { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { PeerAuthentication } from '../../imports/security.istio.io';
import { list } from '../validation/choice';
import { checkLabels, checkSelector, dnsLabel, subdomain } from '../validation/names';
import { port } from '../validation/numbers';
import { isPlainObject, PropCheck, type PropNames } from '../validation/prop-check';
import type { Labels } from '../workload/labels';
import { manifest } from '../workload/manifest';
import { checkNamespace, inNamespace } from '../workload/namespace';
import { isWithin, overlaps, type PodSelection, selectionOf } from './overlap';

/** Which pods a mesh setting holds for. Istio tells it from where the object is and what it selects, so it is easily missed. */
export class MtlsScope {
  /**
   * Pods of one namespace with these labels.
   * @param labels all of which a pod must carry; at least one
   */
  public static workload(labels: { readonly [key: string]: string }): MtlsScope {
    const at = PropCheck.ofCall('MtlsScope.workload');
    return new MtlsScope(checkSelector(at, 'labels', labels));
  }

  /** All pods of one namespace. */
  public static namespace(): MtlsScope {
    return new MtlsScope();
  }

  /**
   * All pods of the mesh.
   * @param rootNamespace the one that Istio was installed with as its root namespace
   */
  public static mesh(rootNamespace: string = 'istio-system'): MtlsScope {
    return new MtlsScope(undefined, PropCheck.ofCall('MtlsScope.mesh').check('rootNamespace', rootNamespace, dnsLabel));
  }

  private constructor(
    /** @internal */
    public readonly _labels?: Labels,
    /** @internal */
    public readonly _rootNamespace?: string,
  ) {}
}

/** Ports that clients outside of the mesh reach, and all others may, too. */
export interface MtlsException {
  /** Ports of the pods: not those of a Service. */
  readonly ports: number[];
  /**
   * Name of the exception's own object. Needed unless the scope is a workload, whose object holds its exceptions.
   * @default - none
   */
  readonly name?: string;
  /**
   * Labels of the pods. Needed unless the scope is a workload.
   * @default - those of the workload
   */
  readonly podLabels?: { readonly [key: string]: string };
  /**
   * Namespace of the pods. Only with the scope mesh.
   * @default - that of the scope; with the scope mesh the chart's, which must have one then
   */
  readonly namespace?: string;
}

export interface StrictMtlsProps {
  /** Which pods it holds for. */
  readonly scope: MtlsScope;
  /**
   * Name of the PeerAuthentication. Istio takes the oldest where a scope has several.
   * @default "default"; for a workload the id of the construct
   */
  readonly name?: string;
  /**
   * Namespace of the pods. Not with the scope mesh, which has the root namespace.
   * @default - the chart's namespace
   */
  readonly namespace?: string;
  /**
   * Labels of the objects.
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * Ports that clients outside of the mesh need: an Ingress controller without a sidecar, a Prometheus, a load balancer.
   * @default - none
   */
  readonly exceptions?: MtlsException[];
}

const PROPS: PropNames<StrictMtlsProps> = { scope: true, name: true, namespace: true, labels: true, exceptions: true };
const EXCEPTION: PropNames<MtlsException> = { ports: true, name: true, podLabels: true, namespace: true };

/**
 * Pods take connections by mutual TLS of the mesh only. Whoever has no sidecar is cut off, which is what exceptions are for;
 * the kubelet's probes are not, as Istio answers them itself. Istio reads one object for a pod, the oldest: where the app
shows that two select the same pods, it is refused.
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/
 *
 * @example
 * new StrictMtls(chart, 'mtls', {
 *   scope: MtlsScope.namespace(),
 *   exceptions: [{ name: 'web-from-ingress', podLabels: { app: 'web' }, ports: [8080] }],
 * });
 */
export class StrictMtls extends Construct {
  /** Name of the PeerAuthentication. */
  public readonly name: string;
  /** Namespace it is in; undefined where neither prop nor chart names one. */
  public readonly namespace?: string;
  /** @internal */
  public readonly _selections: readonly PodSelection[];

  constructor(scope: Construct, id: string, props: StrictMtlsProps) {
    const at = PropCheck.of(scope, id, props, PROPS);
    if (!(props.scope instanceof MtlsScope)) {
      const wanted = 'must be MtlsScope.workload(…), MtlsScope.namespace() or MtlsScope.mesh(…)';
      at.refuse('mesh/scope', 'scope', props.scope, wanted);
    }
    const { _labels: workload, _rootNamespace: root } = props.scope;
    const name = at.check('name', props.name ?? (workload ? id : 'default'), subdomain);
    if (root !== undefined && props.namespace !== undefined)
      at.refuse('mesh/scope', 'namespace', props.namespace, `the scope mesh has the root namespace, "${root}"`);
    const own = checkNamespace(at, scope, props.namespace);
    const namespace = root ?? own;
    const labels = checkLabels(at, 'labels', props.labels ?? {});
    const exceptions = checkExceptions(at, props.exceptions, name, own, props.scope);
    super(scope, id);
    this.name = name;
    this.namespace = namespace;
    const ofOthers = workload ? [] : exceptions;
    this._selections = [
      selectionOf(scope, 'scope', namespace, workload),
      ...ofOthers.map((one, i) => selectionOf(scope, `exceptions[${i}]`, one.namespace, one.podLabels)),
    ];
    this.node.addValidation({ validate: () => overlaps(this, isStrictMtls) });
    const marks = Object.keys(labels).length > 0 ? { labels } : {};

    new ApiObject(
      this,
      'Resource',
      manifest(PeerAuthentication, {
        metadata: { name, ...inNamespace(namespace), ...marks },
        spec: {
          ...(workload && { selector: { matchLabels: workload } }),
          mtls: { mode: 'STRICT' },
          ...(workload &&
            exceptions.length > 0 && { portLevelMtls: permissive(exceptions.flatMap(({ ports }) => ports)) }),
        },
      }),
    );

    for (const exception of ofOthers) {
      new ApiObject(
        this,
        `Exception-${exception.name}`,
        manifest(PeerAuthentication, {
          metadata: { name: exception.name!, ...inNamespace(exception.namespace), ...marks },
          spec: {
            selector: { matchLabels: exception.podLabels! },
            mtls: { mode: 'STRICT' },
            portLevelMtls: permissive(exception.ports),
          },
        }),
      );
    }
  }
}

function isStrictMtls(construct: IConstruct): construct is StrictMtls {
  return construct instanceof StrictMtls;
}

function permissive(ports: readonly number[]) {
  return Object.fromEntries(ports.map((one) => [`${one}`, { mode: 'PERMISSIVE' as const }]));
}

/** Istio reads ports only of an object that selects pods: the scopes without labels need an object for each exception. */
function checkExceptions(
  at: PropCheck,
  given: MtlsException[] | undefined,
  name: string,
  own: string | undefined,
  { _labels: workload, _rootNamespace: root }: MtlsScope,
): MtlsException[] {
  if (given === undefined) return [];
  at.check('exceptions', given, list);
  const checked = given.map((one, i) => {
    const prop = `exceptions[${i}]`;
    if (!isPlainObject(one)) at.refuse('props/shape', prop, one, 'must be an object with "ports"');
    at.known(prop, one, EXCEPTION);
    at.check(`${prop}.ports`, one.ports, list);
    const ports = one.ports.map((each, j) => at.check(`${prop}.ports[${j}]`, each, port));
    if (one.namespace !== undefined && root === undefined)
      at.refuse('mesh/scope', `${prop}.namespace`, one.namespace, 'an exception is in the namespace of its scope');
    if (workload) {
      for (const key of ['name', 'podLabels'] as const)
        if (one[key] !== undefined)
          at.refuse(
            'mesh/scope',
            `${prop}.${key}`,
            one[key],
            'the scope is one workload, whose object holds its exceptions',
          );
      return { ports };
    }
    const namespace = at.optional(`${prop}.namespace`, one.namespace, dnsLabel) ?? own;
    if (root !== undefined && namespace === undefined) {
      const problem = 'pods of which namespace? The scope is the mesh, and the chart has none: name it here';
      at.refuse('mesh/scope', `${prop}.namespace`, namespace, problem);
    }
    return {
      name: at.check(`${prop}.name`, one.name!, subdomain),
      ports,
      podLabels: checkSelector(at, `${prop}.podLabels`, one.podLabels!),
      namespace,
    };
  });
  if (!workload) refuseTwice(at, name, checked);
  return checked;
}

function refuseTwice(at: PropCheck, name: string, exceptions: readonly MtlsException[]): void {
  for (const [i, one] of exceptions.entries()) {
    const earlier = exceptions.slice(0, i);
    if ([{ name }, ...earlier].some((other) => other.name === one.name))
      at.refuse('props/conflict', `exceptions[${i}].name`, one.name, 'is the name of another object, too');
    const first = earlier.findIndex(
      ({ podLabels, namespace }) => namespace === one.namespace && isWithin(podLabels!, one.podLabels!),
    );
    if (first >= 0) {
      const problem = `selects pods of exceptions[${first}], too, and Istio would read one of the two only: name the ports of a pod in one exception`;
      at.refuse('mesh/overlap', `exceptions[${i}].podLabels`, one.podLabels, problem);
    }
  }
}
