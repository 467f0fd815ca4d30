import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Releases of Kubernetes that the tests can be run on: the one to develop with, and the one cdk8s-plus-28 is written for. */
const RELEASES = ['1.33', '1.28'] as const;
const KUBERNETES = 'k8s.io/kubernetes';
const KWOK = 'sigs.k8s.io/kwok';

/** Where programs come from: a Go module below test/cluster/kubernetes/ that pins them, and the packages of it. */
export interface GoPrograms {
  /** Folder of its go.mod. */
  readonly module: string;
  readonly packages: readonly string[];
  /** Variables of the linker that tell programs their version, as the releases have them. */
  readonly linked: Readonly<Record<string, string>>;
}

/** The release named by the variable CLUSTER_KUBERNETES. @throws Error for one that is not pinned */
export function chosenRelease(name = process.env.CLUSTER_KUBERNETES ?? RELEASES[0]): string {
  if (!RELEASES.some((release) => release === name))
    throw new Error(`CLUSTER_KUBERNETES is "${name}"; write one of ${RELEASES.join(', ')}`);
  return name;
}

/**
 * Whether the release takes the definitions of others that crds/ pins. Those of Gateway API call functions, and those of cert-manager
 * have fields, that came with 1.31.
 */
export function takesDefinitions(release: string): boolean {
  return Number(release.split('.')[1]) >= 31;
}

/** What makes up a cluster of a release. etcd and kwok keep no step with Kubernetes: they are always the newer module's. */
export function programsOf(release: string): readonly GoPrograms[] {
  return [
    programs(
      release,
      ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy', 'kubectl'].map(
        (name) => `${KUBERNETES}/cmd/${name}`,
      ),
    ),
    programs(RELEASES[0], ['go.etcd.io/etcd/server/v3', `${KWOK}/cmd/kwok`]),
  ];
}

function programs(release: string, packages: readonly string[]): GoPrograms {
  const module = join(__dirname, '../kubernetes', release);
  const text = readFileSync(join(module, 'go.mod'), 'utf8');
  const kubernetes = pinned(text, KUBERNETES);
  const [major, minor] = kubernetes.replace('v', '').split('.');
  const facts = { gitVersion: kubernetes, gitMajor: major!, gitMinor: minor!, gitTreeState: 'clean' };
  const linked = Object.fromEntries(
    ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].flatMap((variables) =>
      Object.entries(facts).map(([name, value]) => [`${variables}.${name}`, value]),
    ),
  );
  return { module, packages, linked };
}

function pinned(goMod: string, module: string): string {
  const version = new RegExp(`^(?:require )?\\s*${module} (v\\S+)`, 'm').exec(goMod)?.[1];
  if (!version) throw new Error(`the go.mod of the cluster's programs does not pin ${module}`);
  return version;
}

/** How kube-proxy leads to Services: by nftables, which it knows since 1.29. */
export function proxyMode(release: string): 'nftables' | 'iptables' {
  return release === '1.28' ? 'iptables' : 'nftables';
}
