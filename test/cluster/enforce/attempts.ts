import type { NetworkNamespace } from './network-namespace';
import { podProgram } from './programs';

export type Protocol = 'TCP' | 'UDP';

/** One connection to try, or one name to look up, from one network. */
export interface Attempt {
  readonly protocol: Protocol;
  /** `10.244.0.7:9000`, or a name */
  readonly to: string;
  /** Address to come from, where the network has several. */
  readonly from?: string;
}

/** What came back, or why nothing did: "prohibited" where a policy said no, "refused" where nobody listens. */
export interface Outcome {
  readonly answer?: string;
  readonly error?: string;
}

/** Tries real connections, some at once. @returns outcomes in the order of the attempts */
export async function connect(from: NetworkNamespace, attempts: readonly Attempt[]): Promise<Outcome[]> {
  return all('probe', from, attempts);
}

/** Looks names up with the DNS of a pod; the answer is addresses, separated by a space. */
export async function resolve(from: NetworkNamespace, attempts: readonly Attempt[]): Promise<Outcome[]> {
  return all('resolve', from, attempts);
}

async function all(how: string, from: NetworkNamespace, attempts: readonly Attempt[]): Promise<Outcome[]> {
  const targets = attempts.map(({ protocol, to, from: source }) => ({
    protocol: protocol.toLowerCase(),
    to,
    from: source,
  }));
  return JSON.parse(await from.run([await podProgram('pod'), how], JSON.stringify(targets)));
}
