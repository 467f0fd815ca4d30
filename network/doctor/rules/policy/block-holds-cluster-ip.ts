import {
  type AddressRange,
  contains,
  formatAddress,
  overlaps,
  parseAddress,
  parseCidr,
} from '../../../cluster/address';
import type { Service } from '../../../cluster/service';
import { shutIn } from '../../dns';
import type { Examined } from '../../examined';
import { DNS_PORT, listOf, namesDns, policyView } from '../../policy-view';
import type { Rule } from '../../rule';
import { DNS_RULE, deployment, policy } from './example';

const DB = `${deployment('db', 5432)}
apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec: { clusterIP: 10.96.7.7, selector: { app: db }, ports: [{ port: 5432 }] }
---`;
const to = (peer: string) =>
  policy(
    'api',
    `
  policyTypes: [Egress]
  egress:
    - to: [${peer}]
      ports: [{ port: 5432 }]${DNS_RULE}`,
  );

export const blockHoldsClusterIp: Rule = {
  id: 'policy/block-holds-cluster-ip',
  severity: 'warning',
  summary: 'An ipBlock means a Service by its cluster IP.',
  why: 'Nearly everywhere a connection to a cluster IP has been led on to a pod before policies see it: what counts is the address of the pod, and the block does not hold. The standard leaves the order open, and blocks are meant for addresses outside of the cluster. An address that only looks like that of a Service is but a note, unless it is all that lets pods ask the DNS.',
  fix: 'Select the pods behind the Service, on their own port.',
  bad: deployment('api') + DB + to('{ ipBlock: { cidr: 10.96.7.7/32 } }'),
  good: deployment('api') + DB + to('{ podSelector: { matchLabels: { app: db } } }'),
  *check(examined) {
    const services = byAddress(examined);
    const withoutDns = new Set(shutIn(examined).flatMap(({ udp, side }) => (udp ? [] : side.policies)));
    for (const place of policyView(examined).rules) {
      for (const [index, peer] of (place.rule.peers ?? []).entries()) {
        if (!('block' in peer)) continue;
        const addresses = addressesOf(peer.block).filter(
          (address) => !peer.except.some((hole) => overlaps(hole, address)),
        );
        const service = addresses.map((address) => services.get(keyOf(address))).find(Boolean);
        const range = service ? undefined : usualRange(peer.block);
        if (!service && !range) continue;
        const fault = {
          on: place.policy.origin,
          path: [...place.path, listOf(place), index, 'ipBlock', 'cidr'],
        };
        if (service)
          yield {
            ...fault,
            message: `${peer.text} has the cluster IP of Service ${service.namespace}/${service.name} in it; policies see the addresses of its pods`,
            fix: service.selector
              ? `select the pods ${service.selector.text} of namespace ${service.namespace}, on the port that they listen on`
              : 'write the addresses of its endpoints',
          };
        else if (place.direction === 'egress' && namesDns(place) && withoutDns.has(place.policy))
          yield {
            ...fault,
            message: `${peer.text} on port ${DNS_PORT} is that of the DNS, among the addresses that ${range} gives to Services; policies see the addresses of the DNS pods, and nothing lets the pods ask those`,
            fix: 'select the DNS pods: namespaceSelector kubernetes.io/metadata.name: kube-system with podSelector k8s-app: kube-dns, on UDP and TCP 53; keep the address only where NodeLocal DNSCache has it',
          };
        else
          yield {
            ...fault,
            severity: 'info',
            message: `${peer.text} is among the addresses that ${range} gives to Services; if it is that of one, policies see the addresses of its pods instead`,
            fix: 'select the pods behind the Service, on the port that they listen on',
          };
      }
    }
  },
};

/** Larger ones mean a network, not a Service. */
const MOST_ADDRESSES = 256n;
const USUAL_RANGES = [
  ['10.96.0.0/16', 'kubeadm'],
  ['10.43.0.0/16', 'K3s'],
  ['172.30.0.0/16', 'OpenShift'],
].map(([block, by]) => ({ range: parseCidr(block!)!, by: by! }));

function byAddress({ cluster }: Examined): ReadonlyMap<string, Service> {
  return new Map(
    cluster.services.flatMap((service) =>
      service.clusterAddresses.flatMap((text) => {
        const address = parseAddress(text);
        return address ? [[keyOf(address), service] as const] : [];
      }),
    ),
  );
}

function keyOf({ family, first }: AddressRange): string {
  return formatAddress(family, first);
}

function addressesOf({ family, first, last }: AddressRange): AddressRange[] {
  const size = last - first + 1n;
  if (size > MOST_ADDRESSES) return [];
  return Array.from({ length: Number(size) }, (_, offset) => {
    const address = first + BigInt(offset);
    return { family, first: address, last: address };
  });
}

function usualRange(block: AddressRange): string | undefined {
  if (block.first !== block.last) return undefined;
  return USUAL_RANGES.find(({ range }) => contains(range, block))?.by;
}
