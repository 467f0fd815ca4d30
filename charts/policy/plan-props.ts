import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { ipAddress } from '../validation/cidr';
import { dnsLabel } from '../validation/names';
import { flag } from '../validation/numbers';
import type { PropCheck } from '../validation/prop-check';
import { NODE_LOCAL_DNS } from './dns';
import type { NetworkPlanProps } from './network-plan';

/** @returns the namespaces that a plan walls */
export function checkNamespaces(at: PropCheck, scope: IConstruct, given: string[] | undefined): string[] {
  const chart = Chart.of(scope).namespace;
  if (given === undefined && chart === undefined) {
    const remedy = 'there is no namespace to wall: name it here, or in the chart';
    at.refuse('props/missing', 'namespaces', given, remedy);
  }
  const namespaces = given ?? [chart!];
  if (!Array.isArray(namespaces) || namespaces.length === 0)
    at.refuse('props/shape', 'namespaces', namespaces, 'must be a list of at least one namespace');
  for (const [i, namespace] of namespaces.entries()) {
    at.check(`namespaces[${i}]`, namespace, dnsLabel);
    if (namespaces.indexOf(namespace) < i) at.refuse('props/conflict', `namespaces[${i}]`, namespace, 'is there twice');
  }
  return [...namespaces];
}

/** @returns addresses of the cache; none where there is no cache */
export function checkNodeLocalDns(
  at: PropCheck,
  { nodeLocalDns, nodeLocalDnsAddresses: given }: NetworkPlanProps,
): string[] {
  at.optional('nodeLocalDns', nodeLocalDns, flag);
  if (given === undefined) return nodeLocalDns ? [NODE_LOCAL_DNS] : [];
  if (nodeLocalDns === false)
    at.refuse('props/conflict', 'nodeLocalDnsAddresses', given, 'has no effect: "nodeLocalDns" is false');
  const addresses = at.list('nodeLocalDnsAddresses', given, ipAddress);
  if (addresses.length === 0)
    at.refuse('props/shape', 'nodeLocalDnsAddresses', given, 'must be a list of at least one address');
  const twice = addresses.findIndex((address, i) => addresses.indexOf(address) < i);
  if (twice >= 0) at.refuse('props/conflict', `nodeLocalDnsAddresses[${twice}]`, addresses[twice], 'is there twice');
  return addresses;
}
