import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { DestinationRule, VirtualService } from '../../imports/networking.istio.io';
import { carriesHttp, checkService, type IServiceBackend } from '../routing/backend';
import { list } from '../validation/choice';
import { checkLabels, checkSelector, dnsLabel, subdomain } from '../validation/names';
import { wholeNumber } from '../validation/numbers';
import { isPlainObject, PropCheck, type PropNames } from '../validation/prop-check';
import { ofSameCluster } from '../validation/same-cluster';
import { manifest } from '../workload/manifest';
import { inNamespace } from '../workload/namespace';
import { carries, labelsOfPodsBehind } from './pods-behind';

/** Pods of a Service that get a part of its requests. */
export interface CanarySubset {
  /** Name of the subset, such as "v2". */
  readonly name: string;
  /** Labels by which its pods differ from the others of the Service. */
  readonly labels: { readonly [key: string]: string };
  /** Its part of the requests, in percent; all parts are 100 together. */
  readonly weight: number;
}

export interface CanaryRouteProps {
  /** The Service whose requests are split; the objects are in its namespace. */
  readonly service: IServiceBackend;
  /** The parts. */
  readonly subsets: CanarySubset[];
  /**
   * Name of the VirtualService.
   * @default - the Service's name with "-vs" behind it
   */
  readonly name?: string;
  /**
   * Name of the DestinationRule.
   * @default - the Service's name with "-dr" behind it
   */
  readonly destinationRuleName?: string;
  /**
   * Labels of both objects.
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * Most TCP connections that a client's sidecar opens to the Service.
   * @default - no limit
   */
  readonly maxConnections?: number;
  /**
   * Most requests that wait for a connection; more are answered with 503.
   * @default - no limit
   */
  readonly maxPendingRequests?: number;
}

const PROPS: PropNames<CanaryRouteProps> = {
  service: true,
  subsets: true,
  name: true,
  destinationRuleName: true,
  labels: true,
  maxConnections: true,
  maxPendingRequests: true,
};
const SUBSET: PropNames<CanarySubset> = { name: true, labels: true, weight: true };

/**
 * Splits the requests to a Service between versions of its pods, in clients' Istio sidecars. Subsets and their weights are
 * one list, so that no weight names a subset that is not defined. Where the app makes the Service's pods, the synth fails
 * for a subset that none of them belongs to.
 * @see https://istio.io/latest/docs/concepts/traffic-management/
 *
 * @example
 * new CanaryRoute(chart, 'canary', {
 *   service: api,
 *   subsets: [
 *     { name: 'v1', labels: { version: 'v1' }, weight: 80 },
 *     { name: 'v2', labels: { version: 'v2' }, weight: 20 },
 *   ],
 * });
 */
export class CanaryRoute extends Construct {
  /** Name of the VirtualService. */
  public readonly name: string;
  /** Name of the DestinationRule. */
  public readonly destinationRuleName: string;
  /** @internal the Service, and its namespace or else the chart, whose objects are applied together */
  public readonly _host: string;

  constructor(scope: Construct, id: string, props: CanaryRouteProps) {
    const at = PropCheck.of(scope, id, props, PROPS);
    const { serviceName: host, namespace, servicePorts } = checkService(at, 'service', props.service);
    if (!servicePorts.some(carriesHttp))
      at.refuse('routes/backend', 'service', host, 'none of its ports speaks TCP, and only requests of HTTP are split');
    if (namespace === undefined && Chart.of(scope).namespace !== undefined) {
      const problem = `its namespace is not known, and the objects would be in that of the chart, "${Chart.of(scope).namespace}"`;
      at.refuse('routes/namespace', 'service', host, problem);
    }
    const own = `${namespace ?? Chart.of(scope).node.path}/${host}`;
    const other = ofSameCluster(scope).find((one) => one instanceof CanaryRoute && one._host === own);
    if (other) {
      const problem = `${other.node.path} splits its requests already, and Istio heeds one of two routes for a host: put all subsets into one`;
      at.refuse('mesh/overlap', 'service', host, problem);
    }
    const subsets = checkSubsets(at, props.subsets);
    const name = at.check('name', props.name ?? `${host}-vs`, subdomain);
    const destinationRuleName = at.check('destinationRuleName', props.destinationRuleName ?? `${host}-dr`, subdomain);
    const labels = checkLabels(at, 'labels', props.labels ?? {});
    const limit = wholeNumber(1, 2 ** 31 - 1);
    const maxConnections = at.optional('maxConnections', props.maxConnections, limit);
    const http1MaxPendingRequests = at.optional('maxPendingRequests', props.maxPendingRequests, limit);
    super(scope, id);
    this.name = name;
    this.destinationRuleName = destinationRuleName;
    this._host = own;
    const metadata = { ...inNamespace(namespace), ...(Object.keys(labels).length > 0 && { labels }) };

    new ApiObject(
      this,
      'Resource',
      manifest(VirtualService, {
        metadata: { name, ...metadata },
        spec: {
          hosts: [host],
          http: [
            {
              match: [{ uri: { prefix: '/' } }],
              route: subsets.map(({ name: subset, weight }) => ({ destination: { host, subset }, weight })),
            },
          ],
        },
      }),
    );

    const connectionPool = {
      ...(maxConnections !== undefined && { tcp: { maxConnections } }),
      ...(http1MaxPendingRequests !== undefined && { http: { http1MaxPendingRequests } }),
    };
    new ApiObject(
      this,
      'DestinationRule',
      manifest(DestinationRule, {
        metadata: { name: destinationRuleName, ...metadata },
        spec: {
          host,
          ...(Object.keys(connectionPool).length > 0 && { trafficPolicy: { connectionPool } }),
          subsets: subsets.map(({ name: subset, labels }) => ({ name: subset, labels })),
        },
      }),
    );

    this.node.addValidation({ validate: () => this.subsetsWithoutPods(host, namespace, subsets) });
  }

  private subsetsWithoutPods(
    service: string,
    namespace: string | undefined,
    subsets: readonly CanarySubset[],
  ): string[] {
    const pods = labelsOfPodsBehind(this, service, namespace);
    if (pods.length === 0) return []; // someone else's
    return subsets
      .filter(({ labels }) => !pods.some((pod) => carries(pod, labels)))
      .map(({ name, labels }) => {
        const wanted = JSON.stringify(labels);
        return `${this.node.path}: prop "subsets" has "${name}" for pods labelled ${wanted}: Service "${service}" has none, and requests would be answered with 503 [mesh/subset]`;
      });
  }
}

function checkSubsets(at: PropCheck, subsets: CanarySubset[]): CanarySubset[] {
  at.check('subsets', subsets, list);
  const checked = subsets.map((one, i) => {
    const prop = `subsets[${i}]`;
    if (!isPlainObject(one))
      at.refuse('props/shape', prop, one, 'must be an object with "name", "labels" and "weight"');
    at.known(prop, one, SUBSET);
    return {
      name: at.check(`${prop}.name`, one.name, dnsLabel),
      labels: checkSelector(at, `${prop}.labels`, one.labels),
      weight: at.check(`${prop}.weight`, one.weight, wholeNumber(0, 100)),
    };
  });
  const selects = ({ labels }: CanarySubset) => JSON.stringify(Object.entries(labels).sort());
  for (const [i, one] of checked.entries()) {
    const earlier = checked.slice(0, i);
    if (earlier.some(({ name }) => name === one.name))
      at.refuse('mesh/subset', `subsets[${i}].name`, one.name, 'is the name of an earlier one, too');
    const same = earlier.find((other) => selects(other) === selects(one));
    if (same) at.refuse('mesh/subset', `subsets[${i}].labels`, one.labels, `are those of "${same.name}", too`);
  }
  const sum = checked.reduce((total, { weight }) => total + weight, 0);
  if (sum !== 100) {
    const given = checked.map(({ name, weight }) => `${name} ${weight}`).join(', ');
    at.refuse('mesh/weights', 'subsets', given, `the weights must be 100 together, and are ${sum}`);
  }
  return checked;
}
