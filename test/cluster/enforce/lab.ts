import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../support/free-port';
import { CHECKS } from '../checks';
import { ControlPlane, POD_CIDR } from '../control-plane/control-plane';
import { Supervised } from '../control-plane/supervised';
import { chosenRelease, proxyMode } from '../programs/release';
import { Live, settle } from '../state/live';
import { idOf, type KubeObject, listOf, System } from '../state/system';
import { NetworkNamespace } from './network-namespace';
import { type Denial, policyRules, WITHOUT_RULES } from './policy-rules';
import { podProgram } from './programs';

/** Where the node is to others. */
export const NODE_ADDRESS = '10.240.0.1';
/** What pods and the world outside send everything to; each link of the node has it. */
const GATEWAY = '169.254.1.1';
const POLL_MS = 100;
const READY_TRIES = 600;

/** Where the cluster's DNS is, as kubelets write it into the resolv.conf of pods. */
export const DNS_ADDRESS = '10.96.0.10';

/** A pod with a network of its own. */
export interface LabPod {
  readonly object: KubeObject;
  readonly address: string;
  readonly network: NetworkNamespace;
}

/**
 * A control plane whose pods have networks: on one node, kube-proxy leads to Services and nftables holds the pods to their
 * policies. Packets are real, and none leaves it. Outside of the cluster there is one more network, to connect from and to.
 * All of it is gone after `stop`, or when this process ends.
 */
export class Lab {
  private readonly joined = new Map<string, LabPod>();

  private constructor(
    private readonly supervised: Supervised,
    readonly node: NetworkNamespace,
    readonly outside: NetworkNamespace,
    readonly plane: ControlPlane,
  ) {}

  /**
   * @param outside addresses of the world outside of the cluster, and all in it
   * @param dataIn folder that its data get a folder of their own in; without it, that of the system for temporary files
   */
  static async start(outside: readonly string[], dataIn?: string): Promise<Lab> {
    const supervised = await Supervised.begin(dataIn);
    let plane: ControlPlane | undefined;
    try {
      const node = await NetworkNamespace.start(supervised, 'node', [
        // kube-proxy needs an address that is not of the loopback.
        `ip address add ${NODE_ADDRESS}/32 dev lo`,
        'echo 1 > /proc/sys/net/ipv4/ip_forward',
        // Refusals are answers here, and all of them count.
        'echo 0 > /proc/sys/net/ipv4/icmp_ratemask',
      ]);
      const { inside } = node;
      plane = await ControlPlane.start({ inside, nodeAddress: NODE_ADDRESS, dataIn: supervised.folder });
      const lab = new Lab(supervised, node, await NetworkNamespace.start(supervised, 'outside', []), plane);
      await lab.link([{ network: lab.outside, addresses: outside }]);
      await lab.startKubeProxy();
      return lab;
    } catch (error) {
      await plane?.stop();
      await supervised.end();
      throw error;
    }
  }

  get folder(): string {
    return this.supervised.folder;
  }

  get pods(): readonly LabPod[] {
    return [...this.joined.values()];
  }

  /** @param id `namespace/name` */
  pod(id: string): LabPod {
    const pod = this.joined.get(id);
    if (!pod) throw new Error(`there is no pod ${id}; there are ${[...this.joined.keys()].join(', ')}`);
    return pod;
  }

  /** Applies objects, and waits until all pods run and are Ready. */
  async apply(objects: readonly KubeObject[]): Promise<void> {
    const { kubectl } = this.plane;
    const namespaces = objects.filter(({ kind }) => kind === 'Namespace');
    await kubectl.run(['apply', '-f', '-'], listOf(namespaces));
    for (const { metadata } of namespaces) await kubectl.created('serviceaccount/default', metadata.name);
    await kubectl.run(['apply', '-f', '-'], listOf(objects));
    const system = new System(objects);
    const problems = (live: Live) => CHECKS.readiness(system, live);
    const unready = problems(await settle(kubectl, problems));
    if (unready.length) throw new Error(unready.join('\n'));
  }

  /** Gives every pod that has none a network, at the address that it has by the API server. */
  async joinPods(): Promise<void> {
    const pods = (await Live.read(this.plane.kubectl)).pods().filter((pod) => !this.joined.has(nameOf(pod)));
    const found = await Promise.all(
      pods.map(async (object): Promise<LabPod> => {
        const name = nameOf(object);
        const resolvConf = join(this.folder, `${object.metadata.uid}.resolv.conf`);
        await writeFile(resolvConf, resolvConfOf(object.metadata.namespace));
        const mounts = [`mount --bind ${resolvConf} /etc/resolv.conf`];
        const network = await NetworkNamespace.start(this.supervised, name.replace('/', '.'), mounts);
        return { object, address: object.status.podIP, network };
      }),
    );
    await this.link(found.map(({ network, address }) => ({ network, addresses: [address] })));
    for (const pod of found) this.joined.set(nameOf(pod.object), pod);
  }

  /** Holds the pods to the policies that the API server has. */
  async enforce(denial: Denial): Promise<void> {
    const live = await Live.read(this.plane.kubectl);
    const [namespaces, policies] = [live.ofKind('Namespace'), live.ofKind('NetworkPolicy')];
    const pods = this.pods.map(({ object }) => object);
    await this.node.run(['nft', '-f', '-'], policyRules({ namespaces, pods, policies }, denial));
  }

  /** Lets everything through. */
  async relent(): Promise<void> {
    await this.node.run(['nft', '-f', '-'], WITHOUT_RULES);
  }

  /** Starts listeners that answer with the name of their place, on ports of TCP and of UDP. */
  async listen(network: NetworkNamespace, address: string, name: string, ports: readonly number[]): Promise<void> {
    const program = `listen-${address}`;
    network.launch(program, [await podProgram('pod'), 'listen', name, address, ...ports.map(String)]);
    await until(`${name} listens`, async () => (await network.said(program)).includes('ready'));
  }

  /** Stops everything. */
  async stop(): Promise<void> {
    for (const { network } of [...this.pods, { network: this.outside }]) await network.killAll();
    await this.plane.stop();
    await this.supervised.end();
  }

  /** Joins networks to the node, each by a pair of veth. */
  private async link(ends: readonly { network: NetworkNamespace; addresses: readonly string[] }[]): Promise<void> {
    const ofNode = ends.flatMap(({ network: { pid }, addresses }) => [
      `link add veth${pid} type veth peer name eth0 netns ${pid}`,
      `link set veth${pid} up`,
      `address add ${GATEWAY}/32 dev veth${pid}`,
      ...addresses.map((address) => `route add ${address}/32 dev veth${pid}`),
    ]);
    await this.node.run(['ip', '-batch', '-'], ofNode.join('\n'));
    await Promise.all(
      ends.map(({ network, addresses }) =>
        network.run(
          ['ip', '-batch', '-'],
          [
            ...addresses.map((address) => `address add ${address}/32 dev eth0`),
            'link set eth0 up',
            `route add ${GATEWAY} dev eth0`,
            `route add default via ${GATEWAY}`,
          ].join('\n'),
        ),
      ),
    );
  }

  private async startKubeProxy(): Promise<void> {
    const configuration = {
      apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
      kind: 'KubeProxyConfiguration',
      mode: proxyMode(chosenRelease()),
      bindAddress: NODE_ADDRESS,
      healthzBindAddress: `127.0.0.1:${await freePort()}`,
      metricsBindAddress: `127.0.0.1:${await freePort()}`,
      hostnameOverride: 'node-0',
      clusterCIDR: POD_CIDR,
      clientConnection: { kubeconfig: this.plane.kubeconfig('kube-proxy') },
      // Those of the machine are for all networks of it.
      conntrack: { maxPerCore: 0, min: 0, tcpCloseWaitTimeout: '0s', tcpEstablishedTimeout: '0s' },
    };
    const file = await this.plane.write('kube-proxy.json', JSON.stringify(configuration));
    this.plane.runProgram('kube-proxy', ['--config', file]);
  }
}

/** Asks until it is so. @throws Error if it never is */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isSo()); tries++) {
    if (tries === READY_TRIES) throw new Error(`it does not come about that ${what}`);
    await sleep(POLL_MS);
  }
}

/** `namespace/name` */
export function nameOf(pod: KubeObject): string {
  return idOf(pod).replace(/^\S+ /, '');
}

/** As kubelets write it for a pod with the usual `dnsPolicy`. */
function resolvConfOf(namespace: string): string {
  const domain = 'svc.cluster.local';
  return `search ${namespace}.${domain} ${domain} cluster.local\nnameserver ${DNS_ADDRESS}\noptions ndots:5\n`;
}
