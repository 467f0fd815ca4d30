import { type AddressRange, everyAddress, parseAddress, parseCidr } from '../cluster/address';
import { isPortName, isPortNumber, isProtocol, type Protocol } from '../cluster/port';
import { NOT_PUBLIC_IPV4, NOT_PUBLIC_IPV6, PUBLIC_IPV6 } from '../cluster/public-addresses';
import { inputError } from '../input-error';
import type { ConstructLike } from './lookup';

/** What a question names as one end of a connection, before it is looked up. */
export type Reference =
  | { readonly kind: 'name'; readonly namespace?: string; readonly name: string; readonly objectKind?: string }
  | { readonly kind: 'supposed pod'; readonly namespace: string; readonly labels: Readonly<Record<string, string>> }
  | { readonly kind: 'addresses'; readonly ranges: readonly AddressRange[]; readonly name?: string }
  | { readonly kind: 'url'; readonly url: URL }
  | { readonly kind: 'host'; readonly host: string }
  | { readonly kind: 'node' };

/** A port by number or name; without a protocol it is the one that the receiver declares, or TCP. */
export interface PortReference {
  readonly port: number | string;
  readonly protocol?: Protocol;
}

export type Target = (
  | { readonly reference: Reference }
  | {
      /** The construct that made the receiver. */
      readonly construct: ConstructLike;
    }
) & { readonly port?: PortReference };

/** Every public address, of IPv4 and IPv6: either family is enough to be reached. */
export const INTERNET = { kind: 'addresses', ranges: publicRanges(), name: 'the internet' } as const;

const FORMS = `write namespace/name, namespace/name[Kind], namespace/{label=value}, an address or block, "internet", "node", a host name or a URL`;
const URL_START = /^[a-z][a-z0-9+.-]*:\/\//i;
const USUAL_PORTS: ReadonlyMap<string, number> = new Map([
  ['http:', 80],
  ['https:', 443],
  ['ws:', 80],
  ['wss:', 443],
]);
const NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

/** `prod/web`, `web[Deployment]`, `prod/{app=web}`, `10.0.0.0/8`, `internet`, `node`. @throws InputError */
export function parseReference(text: string): Reference {
  if (text === 'node') return { kind: 'node' };
  if (text === 'internet') return INTERNET;
  if (URL_START.test(text)) return { kind: 'url', url: parseUrl(text) };
  const range = addresses(text);
  if (range) return { kind: 'addresses', ranges: [range], name: text };
  const supposed = /^([^/{}]+)\/\{(.*)\}$/.exec(text);
  if (supposed) return { kind: 'supposed pod', namespace: supposed[1]!, labels: parseLabels(supposed[2]!, text) };
  const [, namespace, name, objectKind] = /^(?:([^/[\]]+)\/)?([^/[\]]+)(?:\[([A-Za-z]+)\])?$/.exec(text) ?? [];
  if (name === undefined || !NAME.test(name) || (namespace !== undefined && !NAME.test(namespace)))
    throw inputError('input/reference', `"${text}" names nothing; ${FORMS}`);
  if (namespace === undefined && objectKind === undefined && name.includes('.')) return { kind: 'host', host: name };
  return { kind: 'name', namespace, name, objectKind };
}

/** A reference with a port behind it: `prod/web:80`, `prod/web:metrics`, `10.0.0.0/8:53/UDP`, `[fd00::1]:443`. @throws InputError */
export function parseTarget(text: string): Target {
  if (URL_START.test(text)) return urlTarget(parseUrl(text));
  const bracketed = /^\[([^\]]*:[^\]]*)\](?::(.+))?$/.exec(text);
  if (bracketed) return target(bracketed[1]!, bracketed[2]);
  // An IPv6 address or block without brackets has no port behind it.
  if (addresses(text)) return { reference: parseReference(text) };
  const colon = text.lastIndexOf(':');
  return colon < 0 ? target(text, undefined) : target(text.slice(0, colon), text.slice(colon + 1));
}

/** The host of a URL may be an address; the port is the usual one of its scheme unless it is given. */
function urlTarget(url: URL): Target {
  const { href, hostname, protocol, port } = url;
  const known = port ? Number(port) : USUAL_PORTS.get(protocol);
  if (!known) throw inputError('input/reference', `${href} has no port, and ${protocol} no usual one`);
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return { reference: addresses(host) ? parseReference(host) : { kind: 'url', url }, port: { port: known } };
}

/** Looks before it parses: most names are none of these. */
function addresses(text: string): AddressRange | undefined {
  return /^[0-9a-f.:]+(\/\d+)?$/i.test(text) ? (parseCidr(text) ?? parseAddress(text)) : undefined;
}

function target(reference: string, port: string | undefined): Target {
  return { reference: parseReference(reference), port: port === undefined ? undefined : parsePort(port) };
}

/** `80`, `http`, `53/UDP`. @throws InputError */
export function parsePort(text: string): PortReference {
  const [port = '', protocol = undefined, ...rest] = text.split('/');
  const upper = protocol?.toUpperCase();
  const value = /^\d+$/.test(port) ? Number(port) : port;
  if (rest.length || !(isPortNumber(value) || isPortName(value)) || !(upper === undefined || isProtocol(upper)))
    throw inputError('input/reference', `"${text}" is not a port; write 80, a port's name, or 53/UDP`);
  return { port: value, protocol: upper };
}

export function parseLabels(text: string, whole: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const part of text.split(',').filter((item) => item.trim() !== '')) {
    const [, key, value] = /^\s*([^=\s]+)=([^=\s]*)\s*$/.exec(part) ?? [];
    if (key === undefined)
      throw inputError('input/reference', `"${part}" in "${whole}" is not a label; write key=value`);
    labels[key] = value!;
  }
  return labels;
}

function parseUrl(text: string): URL {
  if (!URL.canParse(text)) throw inputError('input/reference', `"${text}" is not a URL`);
  return new URL(text);
}

function publicRanges(): AddressRange[] {
  return [...without(everyAddress(4), NOT_PUBLIC_IPV4), ...without(parseCidr(PUBLIC_IPV6)!, NOT_PUBLIC_IPV6)];
}

/** @param holes sorted blocks inside of the range */
function without({ family, first: start, last: end }: AddressRange, holes: readonly string[]): AddressRange[] {
  const ranges: AddressRange[] = [];
  let first = start;
  for (const hole of holes.map((block) => parseCidr(block)!)) {
    if (hole.first > first) ranges.push({ family, first, last: hole.first - 1n });
    first = hole.last + 1n;
  }
  return first <= end ? [...ranges, { family, first, last: end }] : ranges;
}
