import { parseAddress } from './address';
import type { Report } from './report';

/** What pods say of how they resolve names. */
export interface PodDns {
  readonly policy: 'ClusterFirst' | 'ClusterFirstWithHostNet' | 'Default' | 'None';
  readonly nameservers: readonly string[];
  /** Search domains, after those of the cluster. */
  readonly searches: readonly string[];
  readonly ndots?: number;
  /** Addresses by name, from `hostAliases`: they go before DNS. */
  readonly hosts: ReadonlyMap<string, string>;
}

const POLICIES = ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'];

/** Undefined when the pods have the usual settings. */
export function readPodDns(spec: Readonly<Record<string, unknown>>, report: Report): PodDns | undefined {
  const { dnsPolicy, dnsConfig, hostAliases } = spec;
  const policy = dnsPolicy || 'ClusterFirst';
  if (policy === 'ClusterFirst' && !dnsConfig && !hostAliases) return undefined;
  if (!POLICIES.includes(policy as string))
    report.at('dnsPolicy').problem('input/shape', `${JSON.stringify(policy)} is none of ${POLICIES.join(', ')}`);
  const at = report.at('dnsConfig');
  const config = at.fields(dnsConfig);
  const nameservers = at.at('nameservers').list(config.nameservers) as readonly string[];
  if (policy === 'None' && !nameservers.length)
    at.at('nameservers').problem('input/shape', 'dnsPolicy None needs at least one nameserver');
  return {
    policy: policy as PodDns['policy'],
    nameservers,
    searches: at.at('searches').list(config.searches) as readonly string[],
    ndots: readNdots(config.options, at.at('options')),
    hosts: readHosts(hostAliases, report.at('hostAliases')),
  };
}

function readNdots(value: unknown, report: Report): number | undefined {
  const options = report.list(value).map((option, index) => report.at(index).fields(option));
  const index = options.findIndex(({ name }) => name === 'ndots');
  if (index < 0) return undefined;
  const { value: ndots } = options[index]!;
  if (/^\d{1,2}$/.test(String(ndots))) return Number(ndots);
  return report
    .at(index, 'value')
    .problem('input/shape', `${JSON.stringify(ndots) ?? 'nothing'} is not a number of dots`);
}

function readHosts(value: unknown, report: Report): Map<string, string> {
  const hosts = new Map<string, string>();
  for (const [index, alias] of report.list(value).entries()) {
    const { ip, hostnames } = report.at(index).fields(alias);
    if (!parseAddress(String(ip)))
      report.at(index, 'ip').problem('input/shape', `${JSON.stringify(ip) ?? 'nothing'} is not an address`);
    for (const hostname of report.at(index, 'hostnames').list(hostnames)) {
      const name = String(hostname).toLowerCase();
      if (!hosts.has(name)) hosts.set(name, String(ip));
    }
  }
  return hosts;
}
