import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../support/free-port';
import { Programs } from '../programs/build';
import { chosenRelease, takesDefinitions } from '../programs/release';
import { Credentials, type User } from './credentials';
import { furnish } from './furniture';
import { Kubectl } from './kubectl';
import { Supervised } from './supervised';

const LOOPBACK = '127.0.0.1';
const POLL_MS = 100;
const READY_TRIES = 1200;

/** Addresses that Services get. */
export const SERVICE_CIDR = '10.96.0.0/16';
/** Addresses that pods get. */
export const POD_CIDR = '10.244.0.0/16';

export interface ControlPlaneOptions {
  /**
   * Command that each program, kubectl included, is run by: `['ip', 'netns', 'exec', 'node']` for a network namespace,
   * which must be there, with its `lo` up.
   * @default - they run in the network of this process
   */
  readonly inside?: readonly string[];
  /** Number of nodes, `node-0` and so on. They are made up by kwok: pods on them become Ready without being run. @default 4 */
  readonly nodes?: number;
  /**
   * Address of the nodes, which the API server listens on. kube-proxy, and pods that are to reach the API server, need one
   * that is not of the loopback.
   * @default "127.0.0.1"
   */
  readonly nodeAddress?: string;
  /** Folder that its data get a folder of their own in. @default - that of the system for temporary files */
  readonly dataIn?: string;
}

/**
 * A Kubernetes cluster without containers: etcd, kube-apiserver, kube-controller-manager and kube-scheduler are the real
 * ones, with the admission that a cluster has by default; nodes and the state of pods are made up by kwok. All of it listens
 * on 127.0.0.1, or its node's address, has credentials of its own and is gone after `stop`, or when this process ends.
 */
export class ControlPlane {
  private constructor(
    private readonly programs: Programs,
    private readonly supervised: Supervised,
    private readonly credentials: Credentials,
    private readonly options: ControlPlaneOptions,
    private readonly ports: Readonly<Record<'api' | 'etcd' | 'etcdPeers', number>>,
    /** kubectl of the same release, as administrator. */
    readonly kubectl: Kubectl,
  ) {}

  /** Starts a cluster and waits until it takes and schedules pods. @throws Error with what a component said that ended */
  static async start(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
    const programs = await Programs.chosen();
    const supervised = await Supervised.begin(options.dataIn);
    const { nodeAddress = LOOPBACK } = options;
    try {
      const ports = { api: await freePort(), etcd: await freePort(), etcdPeers: await freePort() };
      const credentials = await Credentials.write(supervised.folder, `https://${nodeAddress}:${ports.api}`);
      const kubeconfig = [
        '--kubeconfig',
        credentials.kubeconfig('admin'),
        '--cache-dir',
        join(supervised.folder, 'kubectl'),
      ];
      const kubectl = new Kubectl([...(options.inside ?? []), programs.path('kubectl'), ...kubeconfig]);
      const plane = new ControlPlane(programs, supervised, credentials, options, ports, kubectl);
      plane.startEtcd();
      await plane.startApi();
      await plane.startControllers();
      await furnish(kubectl, options.nodes ?? 4);
      return plane;
    } catch (error) {
      await supervised.end();
      throw error;
    }
  }

  /** Where its data and logs are. */
  get folder(): string {
    return this.supervised.folder;
  }

  /** Variables with which a shell finds kubectl, and kubectl the cluster. */
  get environment(): { readonly PATH: string; readonly KUBECONFIG: string } {
    const kubectls = dirname(this.programs.path('kubectl'));
    return { PATH: `${kubectls}:${process.env.PATH}`, KUBECONFIG: this.kubeconfig('admin') };
  }

  /** Adds the custom resource definitions of Gateway API, Istio and cert-manager, where the release takes them. */
  async addDefinitions(): Promise<void> {
    if (!takesDefinitions(chosenRelease())) return;
    await this.kubectl.run(['apply', '--server-side', '-f', this.programs.definitions]);
    await this.kubectl.run(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=300s']);
  }

  /** File by which a component knows the API server and is known to it. */
  kubeconfig(user: User): string {
    return this.credentials.kubeconfig(user);
  }

  /** Starts one more program, which ends with the cluster. @param name unique; `kill` takes it, and so is its log called */
  run(name: string, file: string, args: readonly string[]): void {
    const [first, ...others] = [...(this.options.inside ?? []), file, ...args];
    this.supervised.start(name, first!, others);
  }

  /** Starts one of the cluster's own programs. */
  runProgram(name: 'kube-proxy' | 'kube-scheduler', args: readonly string[]): void {
    this.run(name, this.programs.path(name), args);
  }

  /** Ends a program with a signal; resolves when it is gone. */
  async kill(name: string, signal: NodeJS.Signals): Promise<void> {
    await this.supervised.kill(name, signal);
  }

  /** @throws Error with the end of a program's log, if it has ended */
  async mustRun(name: string): Promise<void> {
    await this.supervised.mustRun(name);
  }

  /** Writes a file that is removed with the cluster. @returns its path */
  async write(name: string, text: string): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, text, { mode: 0o600 });
    return path;
  }

  /** Stops everything and removes the data. */
  async stop(): Promise<void> {
    await this.supervised.end();
  }

  /** Starts the API server, again on the same port and data after `kill`, and waits until it is ready. */
  async startApi(): Promise<void> {
    const { credentials, ports, options } = this;
    const { nodeAddress = LOOPBACK } = options;
    this.run('kube-apiserver', this.programs.path('kube-apiserver'), [
      `--etcd-servers=http://127.0.0.1:${ports.etcd}`,
      `--bind-address=${nodeAddress}`,
      `--advertise-address=${nodeAddress}`,
      // The address of the loopback is none that an endpoint may have.
      ...(nodeAddress === LOOPBACK ? ['--endpoint-reconciler-type=none'] : []),
      `--secure-port=${ports.api}`,
      `--cert-dir=${credentials.certificates}`,
      `--token-auth-file=${credentials.tokens}`,
      '--authorization-mode=Node,RBAC',
      '--anonymous-auth=false',
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${credentials.serviceAccountKey}`,
      `--service-account-signing-key-file=${credentials.serviceAccountKey}`,
      `--service-cluster-ip-range=${SERVICE_CIDR}`,
      '--enable-admission-plugins=NodeRestriction', // beside those that are on by default, such as PodSecurity
    ]);
    for (let tries = 0; (await this.kubectl.try(['get', '--raw', '/readyz'])).code !== 0; tries++) {
      await this.mustRun('etcd');
      await this.mustRun('kube-apiserver');
      if (tries === READY_TRIES) throw new Error('the API server does not become ready');
      await sleep(POLL_MS);
    }
  }

  private startEtcd(): void {
    const { etcd, etcdPeers } = this.ports;
    this.run('etcd', this.programs.path('etcd'), [
      `--data-dir=${join(this.folder, 'etcd')}`,
      ...['--listen-client-urls', '--advertise-client-urls'].map((option) => `${option}=http://127.0.0.1:${etcd}`),
      ...['--listen-peer-urls', '--initial-advertise-peer-urls'].map((o) => `${o}=http://127.0.0.1:${etcdPeers}`),
      `--initial-cluster=default=http://127.0.0.1:${etcdPeers}`,
      '--unsafe-no-fsync', // the data need not outlive a power cut
    ]);
  }

  private async startControllers(): Promise<void> {
    const { credentials, programs } = this;
    const loopback = async () => ['--bind-address=127.0.0.1', `--secure-port=${await freePort()}`];
    this.run('kube-controller-manager', programs.path('kube-controller-manager'), [
      ...(await loopback()),
      `--kubeconfig=${credentials.kubeconfig('system:kube-controller-manager')}`,
      `--service-account-private-key-file=${credentials.serviceAccountKey}`,
      `--root-ca-file=${credentials.certificate}`,
      '--use-service-account-credentials=true',
      '--leader-elect=false',
      '--horizontal-pod-autoscaler-sync-period=1s',
      '--node-monitor-grace-period=10m', // a busy machine is no dead node
    ]);
    this.run('kube-scheduler', programs.path('kube-scheduler'), [
      ...(await loopback()),
      `--kubeconfig=${credentials.kubeconfig('system:kube-scheduler')}`,
      '--leader-elect=false',
    ]);
    const port = await freePort();
    this.run('kwok', programs.path('kwok'), [
      `--config=${programs.stages}`,
      `--kubeconfig=${credentials.kubeconfig('kwok')}`,
      '--manage-all-nodes=true',
      '--node-lease-duration-seconds=40',
      `--cidr=${POD_CIDR}`,
      `--node-ip=${this.options.nodeAddress ?? LOOPBACK}`,
      `--node-port=${port}`,
      `--server-address=127.0.0.1:${port}`,
    ]);
  }
}
