import type { NetworkPolicy, PodPeer, PolicyPort, PolicyRule } from '../../../network/cluster/network-policy';
import { matches } from '../../../network/cluster/selector';
import type { Live } from '../state/live';
import type { KubeObject, System } from '../state/system';

/** Examples, by namespace or policy, for pods that whoever applies them has or makes, as docs/gallery.md says. */
const WITHOUT_PODS = ['single-policies', 'zero-trust', 'access-nginx/access-nginx', 'exam-policies/db-policy'];

/** Selectors of policies that no running pod has the labels for, and ports that none of the pods has. */
export function policies(system: System, live: Live): string[] {
  const own = system.network.cluster.policies.filter(
    ({ namespace, name }) => !WITHOUT_PODS.some((one) => one === namespace || one === `${namespace}/${name}`),
  );
  return own.flatMap((policy) => judge(policy, live).map((what) => `${policy.namespace}/${policy.name} ${what}`));
}

function judge(policy: NetworkPolicy, live: Live): string[] {
  const selected = live.pods(policy.namespace).filter((pod) => matches(policy.podSelector, labelsOf(pod)));
  if (!selected.length) return [`is for pods with ${policy.podSelector.text}, of which there are none`];
  const ingress = (policy.ingress ?? []).flatMap((rule) => [
    ...strangers(rule, policy, live),
    ...closed(rule, selected),
  ]);
  const egress = (policy.egress ?? []).flatMap((rule) => strangers(rule, policy, live));
  return [...ingress, ...egress];
}

/** Peers that are nobody. */
function strangers({ peers = [] }: PolicyRule, { namespace }: NetworkPolicy, live: Live): string[] {
  return peers
    .filter((peer): peer is PodPeer => 'podSelector' in peer)
    .filter((peer) => !isSomebody(peer, namespace, live))
    .map(
      ({ namespaceSelector, podSelector }) =>
        `lets pods with ${podSelector.text} of namespaces with ${namespaceSelector?.text ?? namespace} through, of which there are none`,
    );
}

function isSomebody({ namespaceSelector, podSelector }: PodPeer, namespace: string, live: Live): boolean {
  const namespaces = live
    .ofKind('Namespace')
    .filter(({ metadata }) =>
      namespaceSelector ? matches(namespaceSelector, metadata.labels) : metadata.name === namespace,
    );
  return namespaces.some(({ metadata }) => live.pods(metadata.name).some((pod) => matches(podSelector, labelsOf(pod))));
}

/** Ports that a rule opens and none of the policy's pods declares. */
function closed({ ports = [] }: PolicyRule, pods: readonly KubeObject[]): string[] {
  const declared = pods.flatMap(({ spec }) => spec.containers.flatMap(({ ports = [] }: KubeObject) => ports));
  return ports
    .filter((port) => !declared.some((one: KubeObject) => isOpen(port, one)))
    .map((port) => `opens ${'name' in port ? port.name : port.first}, which none of its pods declares`);
}

function isOpen(port: PolicyPort, { name, containerPort, protocol }: KubeObject): boolean {
  if (port.protocol !== protocol) return false;
  return 'name' in port ? port.name === name : port.first <= containerPort && containerPort <= port.last;
}

function labelsOf({ metadata }: KubeObject): Readonly<Record<string, string>> {
  return metadata.labels ?? {};
}
