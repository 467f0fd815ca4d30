import type { NetworkNamespace } from './network-namespace';

const PATIENCE_MS = 5000;
const SCRIPT = `
fetch(process.argv[1], { signal: AbortSignal.timeout(${PATIENCE_MS}) })
  .then(async (response) => ({ status: response.status, body: await response.text() }))
  .catch((error) => ({ error: error.cause?.code ?? error.name }))
  .then((ended) => process.stdout.write(JSON.stringify(ended), () => process.exit())); // a connection may still be tried
`;

/** How a request ended. */
export interface Fetched {
  readonly status?: number;
  readonly body?: string;
  /** "TimeoutError" where nothing came back, or the system's word. */
  readonly error?: string;
}

/** Sends a GET request from a network, by a process of its own there. */
export async function fetchFrom(network: NetworkNamespace, url: string): Promise<Fetched> {
  return JSON.parse(await network.run([process.execPath, '-e', SCRIPT, url]));
}
