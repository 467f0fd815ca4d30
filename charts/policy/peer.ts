import { Construct, type IConstruct } from 'constructs';
import { blockInside, cidrBlock } from '../validation/cidr';
import { checkSelector, dnsLabel, subdomain } from '../validation/names';
import { PropCheck } from '../validation/prop-check';
import { INGRESS_CONTROLLERS } from './ingress-controllers';
import { INTERNET } from './internet';
import { endOf, type INetworkEnd, type NetworkEnd } from './network-end';
import { inName } from './policy-name';

/**
 * The other side of a connection that a policy allows. Every peer is one entry of `from` or `to`: entries add up (OR), the
 * parts of one entry must all hold (AND).
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors
 */
export class Peer implements INetworkEnd {
  /**
   * Pods of the policy's own namespace. A plan fails where the app has none of them, unless they are `madeElsewhere()`.
   * @param labels all of which a pod must carry; at least one
   */
  public static pods(labels: { readonly [key: string]: string }): Peer {
    const podLabels = checkSelector(at('pods'), 'labels', labels);
    return new Peer({ name: nameOf(podLabels), podLabels });
  }

  /**
   * All pods of a namespace, by the label `kubernetes.io/metadata.name` that the API server gives every namespace.
   * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#targeting-a-namespace-by-its-name
   */
  public static namespace(name: string): Peer {
    return new Peer({ name, namespace: at('namespace').check('name', name, dnsLabel) });
  }

  /**
   * Pods with these labels of one namespace. A plan that walls it fails where the app has none of them, unless they are
   * `madeElsewhere()`.
   * @param namespace its name
   * @param labels all of which a pod must carry; at least one
   */
  public static podsInNamespace(namespace: string, labels: { readonly [key: string]: string }): Peer {
    const check = at('podsInNamespace');
    check.check('namespace', namespace, dnsLabel);
    const podLabels = checkSelector(check, 'labels', labels);
    return new Peer({ name: nameOf(podLabels), namespace, podLabels });
  }

  /**
   * The pods through which a controller of Ingresses or Gateways sends requests on, where its own instructions put them:
   * "contour", "envoy-gateway", "haproxy", "istio" (by istioctl), "istio-helm" (by the Helm chart of the gateway), "nginx" or
   * "traefik". A Gateway of Istio's in Gateway API has pods of its own, in its own namespace:
   * `Peer.podsInNamespace('shop', { 'gateway.networking.k8s.io/gateway-name': 'shop' }).madeElsewhere()`.
   * @param controller one of these; for any other, and other labels, there is `Peer.podsInNamespace`
   * @param namespace where it is installed, if not where its instructions say: k3s has Traefik in "kube-system"
   */
  public static ingressController(controller: string, namespace?: string): Peer {
    const check = at('ingressController');
    const known = Object.hasOwn(INGRESS_CONTROLLERS, controller) ? INGRESS_CONTROLLERS[controller]! : undefined;
    if (!known) {
      const wanted = `must be one of ${Object.keys(INGRESS_CONTROLLERS).join(', ')}; for others there is Peer.podsInNamespace(…)`;
      return check.refuse('policy/controller', 'controller', controller, wanted);
    }
    check.optional('namespace', namespace, dnsLabel);
    const place = { ...known, ...(namespace !== undefined && { namespace }) };
    return new Peer({ ...place, name: `ingress-${controller}`, madeElsewhere: true }, undefined, true);
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
    return new Peer({ name: inName(cidr), blocks: [{ cidr, except: [...except] }] });
  }

  /**
   * All public addresses, IPv4 and IPv6: everything but private, link-local and reserved ones, and so without the metadata
   * servers of clouds, which hand out credentials.
   */
  public static internet(): Peer {
    return new Peer({ name: 'internet', blocks: [...INTERNET] });
  }

  /**
   * Everyone, inside and outside of the cluster: the rule then names no peer at all. What comes through a NodePort or a
   * load balancer is often seen with the address of a node, and only this is sure to let it in.
   */
  public static anyone(): Peer {
    return new Peer({ name: 'anyone', everyone: true });
  }

  /**
   * The pods of a construct, to give them another name with `called`, or to let them in where only a peer is taken.
   * @param end such as a HistoryServer
   */
  public static of(end: INetworkEnd): Peer {
    const known = endOf(at('of'), 'end', end);
    if (end instanceof Peer) return new Peer(known, end._construct, end._isCalled);
    return new Peer(known, Construct.isConstruct(end) ? end : undefined);
  }

  /** @internal for callers without types, whose slip would else come to light as an empty peer. */
  public static _check(call: string, peer: unknown): Peer {
    if (peer instanceof Peer) return peer;
    const wanted = 'must be a Peer: Peer.pods(…), Peer.namespace(…), Peer.podsInNamespace(…) or Peer.cidr(…)';
    return PropCheck.ofCall(call).refuse('policy/peer', 'peer', peer, wanted);
  }

  private constructor(
    private readonly end: NetworkEnd,
    /** @internal whose pods they are, where that is known */
    public readonly _construct?: IConstruct,
    /** @internal whether its name was chosen for the names of policies */
    public readonly _isCalled = false,
  ) {}

  /**
   * The same peer under another name, which the names of policies then carry: `Peer.cidr(…).called('payments')`.
   * @param name as a part of the name of a policy
   */
  public called(name: string): Peer {
    return new Peer({ ...this.end, name: at('called').check('name', name, subdomain) }, this._construct, true);
  }

  /**
   * The same peer, with pods that are somebody else's: the app of a plan has none of them, and that is no slip.
   */
  public madeElsewhere(): Peer {
    return new Peer({ ...this.end, madeElsewhere: true }, this._construct, this._isCalled);
  }

  public networkEnd(): NetworkEnd {
    return structuredClone(this.end);
  }
}

/** Labels as a name: their values, since the keys say "app". */
function nameOf(labels: { readonly [key: string]: string }): string {
  return inName(Object.values(labels).join('-')) || 'pods';
}

/** Peers are made outside the tree: their errors name the call instead of a path. */
function at(method: string): PropCheck {
  return PropCheck.ofCall(`Peer.${method}`);
}
