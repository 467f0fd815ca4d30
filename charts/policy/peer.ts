import type { k8s } from 'cdk8s-plus-28';
import { blockInside, cidrBlock } from '../validation/cidr';
import { checkSelector, dnsLabel } from '../validation/names';
import { PropCheck } from '../validation/prop-check';

/**
 * The other side of a connection that a policy allows. Every peer is one entry of `from`: entries add up (OR), the parts
 * of one entry must all hold (AND).
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors
 */
export class Peer {
  /**
   * Pods of the policy's own namespace.
   * @param labels all of which a pod must carry; at least one
   */
  public static pods(labels: { readonly [key: string]: string }): Peer {
    return new Peer({ podSelector: { matchLabels: checkSelector(at('pods'), 'labels', labels) } });
  }

  /**
   * All pods of a namespace, by the label `kubernetes.io/metadata.name` that the API server gives every namespace.
   * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#targeting-a-namespace-by-its-name
   */
  public static namespace(name: string): Peer {
    return new Peer({ namespaceSelector: namespaceCalled(at('namespace').check('name', name, dnsLabel)) });
  }

  /**
   * Pods with these labels of one other namespace.
   * @param namespace its name
   * @param labels all of which a pod must carry; at least one
   */
  public static podsInNamespace(namespace: string, labels: { readonly [key: string]: string }): Peer {
    const check = at('podsInNamespace');
    return new Peer({
      namespaceSelector: namespaceCalled(check.check('namespace', namespace, dnsLabel)),
      podSelector: { matchLabels: checkSelector(check, 'labels', labels) },
    });
  }

  /**
   * Addresses outside the cluster. Whether a block that holds addresses of pods matches them is left to the CNI.
   * @param cidr IPv4 or IPv6
   * @param except smaller blocks inside it that stay shut
   */
  public static cidr(cidr: string, except: string[] = []): Peer {
    const check = at('cidr');
    check.check('cidr', cidr, cidrBlock);
    if (!Array.isArray(except)) check.refuse('props/shape', 'except', except, 'must be a list of address blocks');
    for (const [i, block] of except.entries()) check.check(`except[${i}]`, block, blockInside(cidr));
    return new Peer({ ipBlock: { cidr, ...(except.length > 0 && { except: [...except] }) } });
  }

  /** @internal for callers without types, whose slip would else come to light as an empty peer. */
  public static _check(call: string, peer: unknown): Peer {
    if (peer instanceof Peer) return peer;
    const wanted = 'must be a Peer: Peer.pods(…), Peer.namespace(…), Peer.podsInNamespace(…) or Peer.cidr(…)';
    return PropCheck.ofCall(call).refuse('policy/peer', 'peer', peer, wanted);
  }

  private constructor(private readonly peer: k8s.NetworkPolicyPeer) {}

  /** @internal */
  public _toKube(): k8s.NetworkPolicyPeer {
    return this.peer;
  }
}

function namespaceCalled(name: string): k8s.LabelSelector {
  return { matchLabels: { 'kubernetes.io/metadata.name': name } };
}

/** Peers are made outside the tree: their errors name the call instead of a path. */
function at(method: string): PropCheck {
  return PropCheck.ofCall(`Peer.${method}`);
}
