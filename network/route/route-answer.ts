import type { Cluster } from '../cluster/cluster';
import type { FieldPath, Origin, Position } from '../manifest/manifest';
import type { PodsPeer } from '../reach/peer';
import { type BackendRef, backendSteps, findBackends, type RouteBackend } from './backend';

/**
 * - `routes`: to these backends, by their weights.
 * - `redirects`: the client is sent to another URL.
 * - `not applicable`: no rule takes it, or what the rule names is not there.
 * - `undecidable`: controllers differ, or several rules claim it; `backends` has all that it may be.
 */
export type RouteVerdict = 'routes' | 'redirects' | 'not applicable' | 'undecidable';

export interface RouteAnswer {
  readonly verdict: RouteVerdict;
  readonly backends: readonly RouteBackend[];
  /** What leads there, in order. */
  readonly steps: readonly string[];
  /** One sentence. */
  readonly reason: string;
  /** The rule that decides. */
  readonly position?: Position;
}

/** What one controller does with a URL. */
export interface ControllerAnswer {
  readonly answer: RouteAnswer;
  /** The pods of the controller; empty where the input does not have them. */
  readonly controllers: readonly PodsPeer[];
}

/** What decides, as text and as a place. */
export interface Deciding {
  /** `Prefix /users of Ingress default/web` */
  readonly text: string;
  readonly origin: Origin;
  readonly field: FieldPath;
}

/** The answer when one rule, or several of which each may be it, send a request to backends. */
export function answerOf(
  cluster: Cluster,
  { text, origin, field }: Deciding,
  refs: readonly BackendRef[],
  steps: readonly string[],
  doubt?: string,
): RouteAnswer {
  const { backends, problems } = findBackends(cluster, refs);
  const names = backends.map(({ service, port }) => `${service.namespace}/${service.name}:${port.port}`);
  const position = origin.locate(field);
  const further = [...steps, ...backends.flatMap((backend) => backendSteps(cluster, backend))];
  if (doubt) return { verdict: 'undecidable', backends, steps: [...further, ...problems], reason: doubt, position };
  if (!backends.length) {
    const why = problems.join('; ') || 'it names no backend that gets requests';
    return {
      verdict: 'not applicable',
      backends,
      steps,
      reason: `${text} takes it, but ${why}; the client gets an error such as 503`,
      position,
    };
  }
  return {
    verdict: 'routes',
    backends,
    steps: [...further, ...problems.map((problem) => `${problem}; its share of the requests gets an error`)],
    reason: `${text} sends it to ${names.join(', ')}`,
    position,
  };
}
