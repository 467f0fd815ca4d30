/** What a command has of the world around it; in tests, streams in memory. */
export interface Io {
  readonly stdin: AsyncIterable<Uint8Array> & { readonly isTTY?: boolean };
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface OutputStream extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  /** Of terminals only. Reckons with NO_COLOR, FORCE_COLOR and TERM. */
  hasColors?(env: object): boolean;
}

export function hasColours({ stdout, env }: Io): boolean {
  return stdout.isTTY === true && stdout.hasColors?.(env) === true;
}
