import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';

/** How a run of kubectl ended. */
export interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** kubectl, as the administrator of one cluster. */
export class Kubectl {
  /** @param command kubectl and what comes before it, such as `ip netns exec`, and options that every run has */
  constructor(private readonly command: readonly string[]) {}

  /** Standard output. @param input becomes standard input. @throws Error with what kubectl said, if it fails */
  async run(args: readonly string[], input = ''): Promise<string> {
    const { code, stdout, stderr } = await this.try(args, input);
    if (code !== 0) throw new Error(`"kubectl ${args.join(' ')}" ended with ${code}:\n${stderr}`);
    return stdout;
  }

  /** The same for a run that may fail. @param onOutput gets the lines of standard output as they come */
  async try(args: readonly string[], input = '', onOutput?: (lines: string) => void): Promise<Output> {
    const [file, ...before] = this.command;
    const child = spawn(file!, [...before, ...args], { stdio: 'pipe' });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
    if (onOutput) child.stdout.on('data', onOutput);
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    child.stdin.on('error', () => {}); // a run that fails early does not read to the end
    child.stdin.end(input);
    const [code, signal] = await once(child, 'close');
    if (code === null) throw new Error(`"kubectl ${args.join(' ')}" was ended by ${signal}`);
    return { code, stdout, stderr };
  }

  /** Waits until an object is there. (`kubectl wait --for=create` came with Kubernetes 1.31.) @throws Error after five minutes */
  async created(object: string, namespace: string): Promise<void> {
    const end = Date.now() + 300_000;
    for (;;) {
      const { code, stderr } = await this.try(['get', object, `--namespace=${namespace}`]);
      if (code === 0) return;
      if (Date.now() > end) throw new Error(`${object} of ${namespace} did not come: ${stderr}`);
      await setTimeout(100);
    }
  }

  /** The objects of some kinds, in all namespaces or as the arguments say. */
  async list<T = KubeObject>(kinds: string, ...args: readonly string[]): Promise<T[]> {
    const scope = args.length ? args : ['--all-namespaces'];
    return JSON.parse(await this.run(['get', kinds, '--output=json', ...scope])).items;
  }
}

/** What all objects of the API have. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string; readonly uid: string }[];
  };
}
