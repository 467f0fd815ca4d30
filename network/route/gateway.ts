/** Gateways and their listeners, as the Gateway API has them. */
import { isPortNumber } from '../cluster/port';
import { READ_KINDS } from '../cluster/read-kinds';
import type { Report } from '../cluster/report';
import { readSelector, type Selector } from '../cluster/selector';
import type { Origin } from '../manifest/manifest';
import { givenFields } from './fields';
import { readerOf } from './read-all';

export const GATEWAY_GROUP = 'gateway.networking.k8s.io';

export interface Gateway {
  readonly namespace: string;
  readonly name: string;
  readonly className: string;
  readonly listeners: readonly Listener[];
  readonly origin: Origin;
}

export interface Listener {
  readonly name: string;
  /** `*.example.com` stands for one label or several; absent: every host. */
  readonly hostname?: string;
  readonly port: number;
  readonly protocol: string;
  /** Namespaces whose routes it takes. */
  readonly from: 'Same' | 'All' | 'None' | Selector;
  /** Kinds of routes it takes; absent: what goes with its protocol. */
  readonly kinds?: readonly string[];
}

/**
 * Every Gateway of the input.
 * @throws InputError for what the API server would refuse
 * @see https://gateway-api.sigs.k8s.io/reference/spec/
 */
export const gateways = readerOf<Gateway>(READ_KINDS.gateways, ({ object, origin }, namespace, report) => {
  const at = report.at('spec');
  const { gatewayClassName, listeners } = givenFields(at, object.spec);
  if (typeof gatewayClassName !== 'string')
    at.at('gatewayClassName').problem(
      'input/shape',
      `${JSON.stringify(gatewayClassName) ?? 'nothing'} names no GatewayClass`,
    );
  return {
    namespace,
    name: object.metadata.name,
    className: String(gatewayClassName),
    listeners: at
      .at('listeners')
      .list(listeners)
      .map((listener, index) => readListener(listener, at.at('listeners', index))),
    origin,
  };
});

function readListener(value: unknown, report: Report): Listener {
  const { name, hostname, port, protocol, allowedRoutes } = givenFields(report, value);
  if (!isPortNumber(port))
    report.at('port').problem('input/port', `${JSON.stringify(port) ?? 'nothing'} is not a port`);
  const at = report.at('allowedRoutes');
  const { namespaces, kinds } = givenFields(at, allowedRoutes);
  const { from = 'Same', selector } = givenFields(at.at('namespaces'), namespaces);
  if (!['Same', 'All', 'None', 'Selector'].includes(from as string))
    at.at('namespaces', 'from').problem(
      'input/shape',
      `${JSON.stringify(from) ?? 'nothing'} is none of Same, All, None, Selector`,
    );
  return {
    name: String(name),
    hostname: hostname ? String(hostname) : undefined,
    port: port as number,
    protocol: String(protocol),
    from: from === 'Selector' ? readSelector(selector, at.at('namespaces', 'selector')) : (from as 'Same'),
    kinds:
      kinds === undefined
        ? undefined
        : at
            .at('kinds')
            .list(kinds)
            .map((kind) => String(at.fields(kind).kind)),
  };
}
