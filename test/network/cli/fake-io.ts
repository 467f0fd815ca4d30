import { Readable, Writable } from 'node:stream';
import { WriteStream } from 'node:tty';
import { run } from '../../../network/cli/run';

/** Keeps what is written; a terminal as node:tty has them, if asked to be one. */
class Sink extends Writable {
  text = '';
  hasColors?: (env: object) => boolean;

  constructor(readonly isTTY = false) {
    super();
    if (isTTY)
      this.hasColors = (env) => WriteStream.prototype.getColorDepth.call(this as unknown as WriteStream, env) > 1;
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

export interface Around {
  /** What is piped in; without it, stdin is a terminal. */
  readonly stdin?: string;
  readonly terminal?: boolean;
  readonly env?: Record<string, string>;
}

/** Runs a command line in this process. */
export async function gridwall(argv: readonly string[], { stdin, terminal, env = {} }: Around = {}) {
  const [stdout, stderr] = [new Sink(terminal), new Sink(terminal)];
  const input = Object.assign(Readable.from(stdin === undefined ? [] : [Buffer.from(stdin)]), {
    isTTY: stdin === undefined,
  });
  const exitCode = await run(argv, { stdin: input, stdout, stderr, env });
  return { exitCode, stdout: stdout.text, stderr: stderr.text };
}

export const WEB_AND_DB = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: prod}
spec:
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, ports: [{containerPort: 8080}]}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: prod}
spec:
  template:
    metadata: {labels: {app: db}}
    spec: {containers: [{name: db, ports: [{containerPort: 5432, name: postgres}]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: probe, namespace: test, labels: {app: probe}}
spec: {containers: [{name: probe}]}
---
apiVersion: v1
kind: Service
metadata: {name: db, namespace: prod}
spec: {selector: {app: db}, ports: [{port: 5432}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: prod}
spec:
  podSelector: {matchLabels: {app: db}}
  ingress:
    - from: [{podSelector: {matchLabels: {app: web}}}]
      ports: [{port: 5432}]
`;

/** Of a kind that is named, and not reckoned with. */
export const CILIUM =
  '---\napiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: x, namespace: prod}\n';
