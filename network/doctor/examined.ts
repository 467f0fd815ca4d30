import { buildCluster, type Cluster, namespaceOf } from '../cluster/cluster';
import type { NetworkPolicy } from '../cluster/network-policy';
import { InputError, type Problem } from '../input-error';
import type { KubeObject, Manifest, Origin } from '../manifest/manifest';
import { Network } from '../question/network';
import type { Reachability } from '../reach/reachability';
import { routeProblems } from '../route/problems';
import { DUPLICATE } from './contested';
import { type PodTemplate, podTemplateOf } from './pod-template';

/** The input of all rules: what the API server would take, read once. */
export class Examined {
  readonly podTemplates: readonly PodTemplate[];
  private readonly byOrigin: ReadonlyMap<Origin, Manifest>;
  private readonly templateByOrigin: ReadonlyMap<Origin, PodTemplate>;
  private readonly refusedNames: ReadonlySet<string>;
  private readonly inhabited: ReadonlySet<string>;
  private readonly askedKinds = new Set<string>();
  private asked?: Network;

  private constructor(
    /** Objects that the API server takes. */
    readonly manifests: readonly Manifest[],
    /** Those that it refuses; nothing is known of what they would do. */
    readonly refused: readonly Manifest[],
    /** Why it refuses them. */
    readonly problems: readonly Problem[],
    readonly cluster: Cluster,
    /** Whether all of the input could be read. */
    private readonly isWhole: boolean,
    all: readonly Manifest[],
  ) {
    this.podTemplates = manifests.flatMap((manifest) => podTemplateOf(manifest) ?? []);
    this.byOrigin = new Map(all.map((manifest) => [manifest.origin, manifest]));
    this.templateByOrigin = new Map(this.podTemplates.map((template) => [template.manifest.origin, template]));
    this.inhabited = new Set(this.podTemplates.map(({ namespace }) => namespace));
    this.refusedNames = new Set(
      refused.map(({ object }) => nameKey(object.kind, namespaceOf(object), object.metadata.name)),
    );
  }

  /**
   * Takes out what the API server would refuse, until the rest can be read.
   * @param isWhole whether there is no text beside the manifests that could not be read, and may hold others
   */
  static of(manifests: readonly Manifest[], isWhole = true): Examined {
    const problems: Problem[] = [];
    const refused: Manifest[] = [];
    for (let rest = manifests; ; ) {
      const found = read(rest);
      if ('cluster' in found) return new Examined(rest, refused, problems, found.cluster, isWhole, manifests);
      problems.push(...found.problems);
      const origins = new Set(found.problems.map(({ at }) => at.origin));
      const isThereStill = new Set(found.problems.flatMap(({ code, at }) => (code === DUPLICATE ? at.origin : [])));
      refused.push(...rest.filter(({ origin }) => origins.has(origin) && !isThereStill.has(origin)));
      rest = rest.filter(({ origin }) => !origins.has(origin));
    }
  }

  get network(): Network {
    this.asked ??= new Network(this.cluster);
    return this.asked;
  }

  get reachability(): Reachability {
    return this.network.reachability;
  }

  get policies(): readonly NetworkPolicy[] {
    return this.cluster.policies;
  }

  /** Objects of a kind, such as `v1/Service`. */
  of(...kinds: readonly string[]): readonly Manifest[] {
    for (const kind of kinds) this.askedKinds.add(kind);
    return kinds.flatMap((kind) => this.cluster.manifests.get(kind) ?? []);
  }

  /** How many objects there are of each `apiVersion/Kind` that nobody asked for. */
  get passedOver(): ReadonlyMap<string, number> {
    return new Map([...this.cluster.passedOver].filter(([kind]) => !this.askedKinds.has(kind)));
  }

  manifestOf(origin: Origin): Manifest {
    return this.byOrigin.get(origin)!;
  }

  /** The raw object that a Service, policy, workload … of the cluster was read from. */
  objectOf(origin: Origin): KubeObject {
    return this.manifestOf(origin).object;
  }

  /** Undefined for what runs no pods, and where pods stand for an owner that the input does not have. */
  templateOf(origin: Origin): PodTemplate | undefined {
    return this.templateByOrigin.get(origin);
  }

  /** Whether there is such an object which the API server refuses: it is a fault of its own, not a missing object. */
  isRefused(kind: string, namespace: string, name: string): boolean {
    return this.refusedNames.has(nameKey(kind, namespace, name));
  }

  /** Whether policies of the namespace are refused, so that who reaches its pods is not known. */
  hasRefusedPolicies(namespace: string): boolean {
    return this.refused.some(({ object }) => object.kind === 'NetworkPolicy' && namespaceOf(object) === namespace);
  }

  /**
   * Whether the input has pods of the namespace. Where it has none, it is but a part of the whole: what is missing there may well be
   * somewhere else. So it may where a part of the input can't be read.
   */
  hasPods(namespace: string): boolean {
    return this.isWhole && this.inhabited.has(namespace);
  }
}

function read(
  manifests: readonly Manifest[],
): { readonly cluster: Cluster } | { readonly problems: readonly Placed[] } {
  try {
    const cluster = buildCluster(manifests);
    const problems = routeProblems(cluster);
    return problems.length ? { problems: placed(problems, manifests) } : { cluster };
  } catch (error) {
    if (error instanceof InputError) return { problems: placed(error.problems, manifests) };
    return { problems: unreadable(manifests, error) };
  }
}

/** A problem that names its object. */
type Placed = Problem & Required<Pick<Problem, 'at'>>;

/** The problems, or where one does not say whose it is, what is wrong with each object alone. */
function placed(problems: readonly Problem[], manifests: readonly Manifest[]): readonly Placed[] {
  const isPlaced = (problem: Problem): problem is Placed => problem.at !== undefined;
  return problems.every(isPlaced) ? problems : unreadable(manifests, new InputError(problems));
}

/**
 * Objects that a reader stumbles over, so that one of them does not keep all others from being checked.
 * @throws the error, where each object alone can be read
 */
function unreadable(manifests: readonly Manifest[], error: unknown): readonly Placed[] {
  const problems = manifests.flatMap(({ object, origin }): Placed[] => {
    const why = whyUnreadable({ object, origin });
    const message = `it can not be read (${why}); a field of it is likely not of the type that the API server takes`;
    return why === undefined
      ? []
      : [{ code: 'input/shape', message, position: origin.position, at: { origin, path: [] } }];
  });
  if (!problems.length) throw error;
  return problems;
}

function whyUnreadable(manifest: Manifest): string | undefined {
  try {
    return routeProblems(buildCluster([manifest]))[0]?.message;
  } catch (error) {
    return (error as Error).message;
  }
}

function nameKey(kind: string, namespace: string, name: string): string {
  return `${kind} ${namespace}/${name}`;
}
