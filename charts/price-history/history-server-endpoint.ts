import { Construct, type IConstruct } from 'constructs';
import type { INetworkEnd, NetworkEnd } from '../policy/network-end';
import { inName } from '../policy/policy-name';
import { checkSelector } from '../validation/names';
import { port } from '../validation/numbers';
import type { PropCheck, PropNames } from '../validation/prop-check';
import { httpUrl } from '../validation/url';
import { checkNamespace } from '../workload/namespace';

/** A history server that others can be pointed at: ours, or one that someone else runs. */
export interface IHistoryServer extends IConstruct, INetworkEnd {
  /** Its address, as every namespace can use it: no slash at the end. */
  readonly url: string;
  /** Namespace of its pods; undefined where neither prop nor chart names one. */
  readonly namespace?: string;
  /** Labels by which its pods are selected (a copy). */
  readonly podLabels: { [key: string]: string };
  /**
   * Its address as a pod of a namespace should write it: the full one wherever its namespace is known.
   * @param namespace of that pod
   */
  urlFrom(namespace?: string): string;
}

/** What is known of a history server that someone else runs. */
export interface HistoryServerAttributes {
  /** Its address; a slash at the end is taken off. */
  readonly url: string;
  /**
   * Namespace of its pods.
   * @default - the chart's namespace
   */
  readonly namespace?: string;
  /**
   * Labels by which its pods are selected.
   * @default - app: electricity-calculator, microservice: history-server
   */
  readonly podLabels?: { readonly [key: string]: string };
  /**
   * Port its pods listen on: the one policies need.
   * @default - not known: a plan that allows connections to it has to name it
   */
  readonly containerPort?: number;
}

export const HISTORY_SERVER_ATTRIBUTES: PropNames<HistoryServerAttributes> = {
  url: true,
  namespace: true,
  podLabels: true,
  containerPort: true,
};

export function podLabelsOf(name: string): { [key: string]: string } {
  return { app: 'electricity-calculator', microservice: name };
}

export interface HistoryServerEndpoint {
  readonly url: string;
  readonly namespace: string | undefined;
  readonly podLabels: { [key: string]: string };
  readonly containerPort: number | undefined;
}

export function checkHistoryServerAttributes(
  at: PropCheck,
  scope: IConstruct,
  attributes: HistoryServerAttributes,
): HistoryServerEndpoint {
  return {
    url: at.check('url', attributes.url, httpUrl).replace(/\/+$/, ''),
    namespace: checkNamespace(at, scope, attributes.namespace),
    podLabels: checkSelector(at, 'podLabels', attributes.podLabels ?? podLabelsOf('history-server')),
    containerPort: at.optional('containerPort', attributes.containerPort, port),
  };
}

/** A history server that another construct is given: callers without types may hand over anything. */
export function checkHistoryServer(at: PropCheck, server: IHistoryServer): IHistoryServer {
  if (typeof server?.urlFrom !== 'function') {
    const wanted = 'must be a HistoryServer or HistoryServer.fromHistoryServerAttributes(…), which takes a URL';
    at.refuse('props/shape', 'historyServer', server, wanted);
  }
  checkSelector(at, 'historyServer.podLabels', server.podLabels);
  return server;
}

/** The Service that an address leads to, where it is one of the namespace: `http://history-server.energy.svc…:80`. */
function serviceIn(url: string, namespace: string | undefined) {
  const { hostname, port: given, protocol } = new URL(url);
  const [serviceName, home, svc] = hostname.split('.');
  if (svc !== 'svc' || home !== namespace) return {};
  return { name: { serviceName }, port: { servicePort: Number(given) || (protocol === 'https:' ? 443 : 80) } };
}

/**
 * A history server whose address is known; renders nothing.
 * @internal
 */
export class HistoryServerReference extends Construct implements IHistoryServer {
  public readonly url: string;
  public readonly namespace?: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly endpoint: HistoryServerEndpoint,
  ) {
    super(scope, id);
    this.url = endpoint.url;
    this.namespace = endpoint.namespace;
  }

  public get podLabels(): { [key: string]: string } {
    return { ...this.endpoint.podLabels };
  }

  public urlFrom(): string {
    return this.url;
  }

  public networkEnd(): NetworkEnd {
    const { namespace, podLabels, containerPort } = this.endpoint;
    const service = serviceIn(this.url, namespace);
    const ports = containerPort === undefined ? undefined : [{ port: containerPort, ...service.port }];
    const name = inName(this.node.id) || 'history-server';
    return { name, namespace, podLabels: { ...podLabels }, ...service.name, ports };
  }
}
