import type { Direction } from './cluster/network-policy';
import { Doctor, type DoctorInput, type DoctorOptions } from './doctor';
import { isAtLeast } from './doctor/diagnosis';
import type { Severity } from './doctor/rule';
import { refuseUnknownOptions, severityOf } from './doctor-options';
import { connection, type Finding, isolated, onlyReachedBy, resolves, routesTo } from './expectation/finding';
import { type NetworkInput, readNetwork } from './input';
import type { End, Network } from './question/network';
import { notTakenLines } from './text/not-taken';

interface MatcherContext {
  readonly isNot?: boolean;
}

interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/**
 * For `expect.extend(matchers)`. Only what is proven passes: an answer that is undecidable or not applicable fails `toReach` and
 * `not.toReach` alike, since a test of a connection that can not be there would hold whatever the policies say.
 */
export const matchers = {
  toReach(this: MatcherContext, input: NetworkInput, from: End, to: End, port?: number | string): MatcherResult {
    return result(this, input, (network, isExpected) => connection(network, from, to, isExpected, port));
  },

  toBeIsolated(this: MatcherContext, input: NetworkInput, workload: End, direction?: Direction): MatcherResult {
    return result(this, input, (network, isExpected) => isolated(network, workload, direction, isExpected));
  },

  toOnlyBeReachedBy(this: MatcherContext, input: NetworkInput, target: End, senders: readonly End[]): MatcherResult {
    if (this.isNot) throw new Error('toOnlyBeReachedBy has no "not": say toReach for those who should reach it');
    return result(this, input, (network) => onlyReachedBy(network, target, senders));
  },

  toResolve(this: MatcherContext, input: NetworkInput, name: string, from: string): MatcherResult {
    return result(this, input, (network, isExpected) => resolves(network, name, from, isExpected));
  },

  toRouteTo(this: MatcherContext, input: NetworkInput, url: string, service: string): MatcherResult {
    return result(this, input, (network, isExpected) => routesTo(network, url, service, isExpected));
  },

  toPassDoctor(this: MatcherContext, input: DoctorInput, options: PassDoctorOptions = {}): MatcherResult {
    refuseUnknownOptions('toPassDoctor', options, ['config', 'failOn']);
    const { failOn = 'warning', ...others } = options;
    const least = severityOf('toPassDoctor', failOn);
    const doctor = Doctor.of(input, others);
    return {
      pass: !doctor.findings.some((finding) => isAtLeast(finding, least)),
      message: () => doctor.text,
    };
  },
};

export interface PassDoctorOptions extends DoctorOptions {
  /** The least grave finding that fails. @default - 'warning' */
  readonly failOn?: Severity;
}

/** What `expect(app)` can be asked; the app may be a Chart, a construct, a path, YAML text or a `Network`, too. */
export interface NetworkMatchers<R> {
  /** A connection gets through: `expect(app).toReach('prod/web', 'prod/db:5432')`. */
  toReach(from: End, to: End, port?: number | string): R;
  /** Some policy isolates the workload, in both directions unless one is named. */
  toBeIsolated(workload: End, direction?: Direction): R;
  /** Exactly these reach it: of all workloads of the input and all addresses outside. */
  toOnlyBeReachedBy(target: End, senders: readonly End[]): R;
  /** A name leads somewhere, asked by a pod of a namespace or workload: `expect(app).toResolve('minio', 'prod')`. */
  toResolve(name: string, from: string): R;
  /** A URL from outside leads to a port of a Service: `expect(app).toRouteTo('https://shop.example/cart', 'shop/cart:80')`. */
  toRouteTo(url: string, service: string): R;
  /** `gridwall check` finds nothing: `expect(app).toPassDoctor({ failOn: 'error' })`. */
  toPassDoctor(options?: PassDoctorOptions): R;
}

function result(
  { isNot = false }: MatcherContext,
  input: NetworkInput,
  find: (network: Network, isExpected: boolean) => Finding,
): MatcherResult {
  const network = readNetwork(input);
  const { passed, remedy, text } = find(network, !isNot);
  return {
    pass: passed !== isNot,
    message: () =>
      [
        text(),
        ...(remedy ? [`  to make it pass: ${remedy}`] : []),
        ...notTakenLines(network.cluster.notTakenIntoAccount),
      ].join('\n'),
  };
}
