import { type k8s, Protocol } from 'cdk8s-plus-28';
import { checkCommand } from '../validation/command';
import { wholeNumber } from '../validation/numbers';
import { httpPath } from '../validation/path';
import { isPlainObject, PropCheck, type PropNames } from '../validation/prop-check';
import type { Plain } from './manifest';
import { type CheckedPort, findPort } from './microservice-port';

/** How often and how patiently the kubelet asks. */
export interface ProbeTimes {
  /**
   * Seconds from one question to the next.
   * @default - 10, from Kubernetes
   */
  readonly periodSeconds?: number;
  /**
   * Seconds after which a question counts as failed.
   * @default - 1, from Kubernetes
   */
  readonly timeoutSeconds?: number;
  /**
   * Failures in a row that count. With `periodSeconds` it says how long a start may take.
   * @default - 3, from Kubernetes
   */
  readonly failureThreshold?: number;
}

/** The same, for a probe that goes to a port. */
export interface PortProbeOptions extends ProbeTimes {
  /**
   * Name of the port.
   * @default - the first TCP port
   */
  readonly port?: string;
}

const PROBE_TIMES: PropNames<ProbeTimes> = { periodSeconds: true, timeoutSeconds: true, failureThreshold: true };
const PORT_PROBE: PropNames<PortProbeOptions> = { ...PROBE_TIMES, port: true };

const seconds = wholeNumber(1, 3600);
const TIMES = { periodSeconds: seconds, timeoutSeconds: seconds, failureThreshold: wholeNumber(1, 1000) } as const;

/** Finds the number of a port by its name. */
type PortFinder = (name: string | undefined) => number;

/**
 * How the kubelet learns that a container has started, lives, or takes requests. Probes come from the node: no
 * NetworkPolicy cuts them off.
 * @see https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
 */
export class HealthProbe {
  /**
   * A GET that must be answered with 200 to 399.
   * @param path begins with "/"
   */
  public static http(path: string, options: PortProbeOptions = {}): HealthProbe {
    const at = PropCheck.ofCall('HealthProbe.http');
    at.check('path', path, httpPath);
    const times = checkTimes(at, options, PORT_PROBE);
    return new HealthProbe((find) => ({ httpGet: { path, port: find(options.port) }, ...times }));
  }

  /** A connection that must be taken. */
  public static tcp(options: PortProbeOptions = {}): HealthProbe {
    const times = checkTimes(PropCheck.ofCall('HealthProbe.tcp'), options, PORT_PROBE);
    return new HealthProbe((find) => ({ tcpSocket: { port: find(options.port) }, ...times }));
  }

  /**
   * A command in the container that must exit with 0.
   * @param command the program and its arguments; no shell reads them
   */
  public static command(command: string[], times: ProbeTimes = {}): HealthProbe {
    const at = PropCheck.ofCall('HealthProbe.command');
    const probe = { exec: { command: checkCommand(at, 'command', command) }, ...checkTimes(at, times, PROBE_TIMES) };
    return new HealthProbe(() => probe);
  }

  /** No probe, where there would be one by default. */
  public static none(): HealthProbe {
    return new HealthProbe(() => undefined);
  }

  private constructor(private readonly render: (find: PortFinder) => Plain<k8s.Probe> | undefined) {}

  /** @internal with the number of a port among those that the container has. */
  public static _check(
    at: PropCheck,
    prop: string,
    probe: HealthProbe | undefined,
    ports: readonly CheckedPort[],
  ): Plain<k8s.Probe> | undefined {
    if (probe === undefined) return undefined;
    if (probe instanceof HealthProbe) return probe.render((name) => probedPort(at, prop, name, ports));
    const wanted = 'must be a HealthProbe: HealthProbe.http(…), .tcp(…), .command(…) or .none()';
    return at.refuse('props/shape', prop, probe, wanted);
  }
}

/** The kubelet speaks TCP. */
function probedPort(at: PropCheck, prop: string, name: string | undefined, ports: readonly CheckedPort[]): number {
  const open = ports.filter(({ protocol }) => protocol === Protocol.TCP);
  if (name !== undefined) return findPort(at, `${prop}.port`, name, open).containerPort;
  return open[0]?.containerPort ?? at.refuse('props/missing', prop, name, 'needs a TCP port, and there is none');
}

function checkTimes<Options extends ProbeTimes>(at: PropCheck, given: Options, names: PropNames<Options>): ProbeTimes {
  if (!isPlainObject(given))
    at.refuse('props/shape', 'options', given, 'must be an object such as { periodSeconds: 5 }');
  at.known('', given, names);
  const { periodSeconds, timeoutSeconds, failureThreshold } = given;
  const times = { periodSeconds, timeoutSeconds, failureThreshold };
  for (const [name, rule] of Object.entries(TIMES)) at.optional(name, times[name as keyof ProbeTimes], rule);
  return times;
}
