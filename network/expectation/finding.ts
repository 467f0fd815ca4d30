/** What the network says to each kind of expectation: one judge for files of expectations and for matchers. */
import type { Direction } from '../cluster/network-policy';
import type { Service } from '../cluster/service';
import { formatPosition } from '../manifest/manifest';
import type { End, Network } from '../question/network';
import type { PolicyReference } from '../reach/answer';
import type { NameAnswer } from '../route/dns';
import { serviceText } from '../route/lookup';
import type { RouteAnswer } from '../route/url';
import { groundsText } from '../text/answer-text';
import { nameText } from '../text/name-text';
import { routeText } from '../text/route-text';
import { howToDeny } from './how-to-deny';

export interface Finding {
  readonly passed: boolean;
  /** One line. */
  readonly reason: string;
  /** The smallest change found that would make it pass. */
  readonly remedy?: string;
  /** Policies that decide. */
  readonly policies: readonly PolicyReference[];
  /** All there is to say, as `gridwall explain` does. */
  text(): string;
}

/** Whether the connection is allowed, or denied where that is expected. An open question is neither. */
export function connection(network: Network, from: End, to: End, isAllowed: boolean, port?: number | string): Finding {
  const answer = network.reach(from, to, port);
  const { verdict, reason, egress, ingress } = answer;
  const passed = verdict === (isAllowed ? 'allowed' : 'denied');
  const deciding = [egress, ingress].flatMap((side) => (side?.admitted ? side.admittedBy : (side?.policies ?? [])));
  return {
    passed,
    reason: `${verdict}: ${reason}`,
    remedy: passed ? undefined : isAllowed ? answer.remedy : howToDeny(answer),
    policies: deciding.map(({ policy, position }) => ({ policy, position })),
    text: () => groundsText(answer),
  };
}

/** Whether policies isolate the workload, in both directions unless one is named; or not in all of them, where that is expected. */
export function isolated(
  network: Network,
  workload: End,
  direction: Direction | undefined,
  isExpected: boolean,
): Finding {
  const directions = direction ? [direction] : (['ingress', 'egress'] as const);
  const answers = directions.flatMap((one) => network.isolation(workload, one));
  const open = answers.filter((answer) => !answer.isolated);
  const telling = open.length ? open : answers;
  const passed = (open.length === 0) === isExpected;
  return {
    passed,
    reason: telling.map(({ reason }) => reason).join('; '),
    remedy: passed ? undefined : all(isExpected ? open : answers.slice(0, 1), ({ remedy }) => remedy),
    policies: [],
    text: () => telling.map(({ reason }) => reason).join('\n'),
  };
}

/** Whether exactly these reach it, of all workloads and all addresses outside. */
export function onlyReachedBy(network: Network, target: End, senders: readonly End[]): Finding {
  const { others, missing, nobody } = network.onlyReachedBy(target, senders);
  const also = others.map(({ port, from }) => `it is also reached on ${port} from ${from}`);
  const reasons = [
    ...also,
    ...missing.map(({ from, to, port, verdict, reason }) => `${from} -> ${to} on ${port} is ${verdict}: ${reason}`),
    ...nobody,
  ];
  return {
    passed: reasons.length === 0,
    reason: reasons.join('; ') || 'these reach it and nobody else',
    remedy: all([...others.map(howToDeny), ...missing.map(({ remedy }) => remedy)], (remedy) => remedy),
    policies: [],
    text: () => [...also, ...missing.map((answer) => groundsText(answer)), ...nobody].join('\n'),
  };
}

/** Whether a name leads somewhere, to this Service where one is named; or nowhere, where that is expected. */
export function resolves(network: Network, name: string, from: string, isExpected: boolean, to?: string): Finding {
  const answer = network.resolve(name, from);
  const { verdict, service } = answer;
  const found = service && `${service.namespace}/${service.name}`;
  const isName = verdict === 'resolves' || verdict === 'outside';
  const leads = to === undefined || to === found;
  const passed = isExpected ? isName && leads : verdict === 'no such name';
  return {
    passed,
    reason: `${verdict}: ${leads ? answer.reason : `it leads to ${found ?? 'no Service'}: ${answer.reason}`}`,
    remedy: passed ? undefined : isExpected ? howToResolve(network, answer, to) : howToForget(answer),
    policies: [],
    text: () => nameText(answer),
  };
}

/** Whether every request for the URL from outside gets to this Service; or not every one, where that is expected. */
export function routesTo(network: Network, url: string, service: string, isExpected: boolean): Finding {
  const answer = network.route(url);
  const routes = network.routesTo(answer, service);
  const passed = answer.verdict !== 'undecidable' && routes === isExpected;
  return {
    passed,
    reason: `${answer.verdict}: ${answer.reason}`,
    remedy: passed ? undefined : howToRoute(url, service, answer, isExpected),
    policies: [],
    text: () => routeText(url, answer, network.throughRoute(url)),
  };
}

function howToResolve(
  network: Network,
  { name, verdict, service, remedy }: NameAnswer,
  to?: string,
): string | undefined {
  const asked =
    to === undefined ? undefined : network.cluster.services.find((one) => `${one.namespace}/${one.name}` === to);
  if (asked && asked !== service) return `write ${asked.name}.${asked.namespace} instead of ${name}`;
  if (to !== undefined && !asked) return `add a Service ${to}, and write its name`;
  if (verdict !== 'no such name') return undefined;
  return remedy ?? `write a name that ${serviceAt(service)} gives, or change it`;
}

function howToForget({ name, verdict, service }: NameAnswer): string | undefined {
  if (verdict === 'undecidable') return undefined;
  return service ? `rename or remove ${serviceAt(service)}` : `ask for another name: no manifest makes ${name}`;
}

function serviceAt(service: Service | undefined): string {
  return service ? `${serviceText(service)} (${formatPosition(service.origin.position)})` : 'the cluster';
}

function howToRoute(
  url: string,
  service: string,
  { verdict, position }: RouteAnswer,
  isExpected: boolean,
): string | undefined {
  if (verdict === 'undecidable') return undefined;
  const { hostname, pathname } = new URL(url);
  const more = `add a rule for host ${hostname} and path ${pathname} that leads to`;
  if (!position) return `${more} ${service}`;
  const rule = `the rule at ${formatPosition(position)}`;
  return isExpected ? `point ${rule} to ${service}, or ${more} it` : `point ${rule} to another Service, or take it out`;
}

function all<T>(items: readonly T[], remedyOf: (item: T) => string | undefined): string | undefined {
  return [...new Set(items.flatMap((item) => remedyOf(item) ?? []))].join('; and ') || undefined;
}
