import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { parseCidr } from '../../network/cluster/address';
import { buildCluster, type Cluster, subjectOf } from '../../network/cluster/cluster';
import type { BlockPeer } from '../../network/cluster/network-policy';
import { changesReachability } from '../../network/cluster/other-kinds';
import { InputError } from '../../network/input-error';
import { readApp } from '../../network/manifest/app';
import { formatPosition, type KubeObject } from '../../network/manifest/manifest';
import type { AgreedConnection, AgreedEnd, AgreedPort } from '../../network/question/agreed';
import { type Breach, breaches } from '../../network/question/agreement';
import type { ErrorCode } from '../validation/error-codes';
import { clusterOf, ofSameCluster } from '../validation/same-cluster';
import { type Connection, keyOf, type PlannedEnd } from './connection';
import type { AddressBlock } from './network-end';
import { type EndProblem, endProblems } from './plan-ends';
import { type PlannedPort, portsOfPods } from './port';

/** What is told at once. */
const MOST = 5;

const SAID: Record<Breach['kind'], { code: ErrorCode; text: string }> = {
  unwalled: { code: 'plan/unwalled', text: 'the plan can not wall these pods' },
  closed: { code: 'plan/closed', text: 'the plan allows a connection that does not get through' },
  open: { code: 'plan/open', text: 'a connection gets through that the plan does not allow' },
};

const ENDS: Record<EndProblem['code'], string> = {
  'plan/nobody': 'the plan names pods that the app does not have',
  'plan/service': 'a Service does not lead to the pods that the plan means',
};

const UNJUDGED =
  'the plan can not judge an app with policies of these kinds, which may open or shut what it proves; keep them in an app of their own';

/**
 * What of a plan does not hold in the app that it is a part of.
 * @param members servers whose pods need each other
 */
export function violations(
  plan: IConstruct,
  namespaces: readonly string[],
  connections: readonly Connection[],
  members: readonly PlannedEnd[],
): readonly string[] {
  const app = judgedApp(plan);
  const known = app.judgements.get(plan);
  if (known?.connections === connections.length) return known.violations; // they only become more
  const found = judge(app, namespaces, connections, members);
  app.judgements.set(plan, { connections: connections.length, violations: found });
  return found;
}

function judge(
  { read }: JudgedApp,
  namespaces: readonly string[],
  connections: readonly Connection[],
  members: readonly PlannedEnd[],
): string[] {
  try {
    const cluster = read();
    const others = unjudged(cluster);
    if (others.length > 0) return [said('plan/unjudged', UNJUDGED, others.join('\n'))];
    const agreed = connections.map(connectionIn);
    const ends = connections.flatMap(({ from, to }) => [from, to]);
    const found = [
      ...endProblems(cluster, namespaces, ends).map(({ code, text }) => said(code, ENDS[code], text)),
      ...breaches(cluster, { namespaces, connections: agreed }).map(({ kind, text }) =>
        said(SAID[kind].code, SAID[kind].text, text),
      ),
    ];
    const all = [...new Set([...members.flatMap((end) => torn(cluster, namespaces, connections, end)), ...found])];
    const rest = all.length - MOST;
    return rest > 0 ? [...all.slice(0, MOST), `and ${rest} more like these`] : all;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return [said('plan/input', 'the API server would refuse what the plan is judged by', error.message)];
  }
}

/** Pods of one server that the policies cut off from each other. */
function torn(
  cluster: Cluster,
  namespaces: readonly string[],
  connections: readonly Connection[],
  end: PlannedEnd,
): string[] {
  const between = { from: end, to: end };
  if (connections.some((connection) => keyOf(connection) === keyOf(between))) return []; // told as any connection
  const told = (text: string) => said('plan/closed', 'pods of one server do not reach each other', text);
  const subject = `${end.construct!.node.path}: the plan cuts its pods off from each other: allow a connection to it`;
  if (!end.ports?.length) return [told(`${subject} that names its ports`)];
  const connection = connectionIn({ ...between, ports: portsOfPods(end.ports) });
  return breaches(cluster, { namespaces, connections: [connection] })
    .filter(({ kind }) => kind === 'closed')
    .map(({ text }) => told(`${subject}, which opens that as well\n${text.split('\n')[0]}`));
}

function said(code: ErrorCode, what: string, text: string): string {
  return `${what} [${code}]:\n${indented(text)}`;
}

/** What decides beside NetworkPolicies who reaches whom. */
function unjudged({ manifests }: Cluster): string[] {
  return [...manifests.values()]
    .flat()
    .filter(({ object }) => isBeyond(object))
    .map(({ object, origin }) => `${subjectOf(object)} (${object.apiVersion}), ${formatPosition(origin.position)}`);
}

/** Policies of a mesh are no matter: they only refuse, of what gets through, some. */
function isBeyond(object: Pick<KubeObject, 'apiVersion' | 'kind'>): boolean {
  return changesReachability(object as KubeObject) && !/\.(istio|linkerd)\.io\//.test(object.apiVersion);
}

/** Kinds that decide who reaches whom; others are none of a plan's business. */
const KINDS = [
  'CronJob',
  'DaemonSet',
  'Deployment',
  'Job',
  'List',
  'Namespace',
  'NetworkPolicy',
  'Pod',
  'ReplicaSet',
  'ReplicationController',
  'Service',
  'StatefulSet',
];

interface JudgedApp {
  /** How many constructs there were. */
  readonly size: number;
  /** What they rendered; undefined where one of them can't be. */
  readonly text: string | undefined;
  /** Plans that asked in the present round of validation. */
  readonly askedBy: Set<IConstruct>;
  readonly judgements: Map<IConstruct, { readonly connections: number; readonly violations: readonly string[] }>;
  /** @throws InputError */
  readonly read: () => Cluster;
}

/** By cluster. */
const judged = new WeakMap<IConstruct, Map<string | undefined, JudgedApp>>();

/**
 * The app, as far as it is for the cluster of the plan, and what is known of it. cdk8s validates an app once and then again for each of its charts: all plans of a round
 * share what is rendered, and all rounds that render the same share the judgement.
 */
function judgedApp(plan: IConstruct): JudgedApp {
  const { root } = plan.node;
  const constructs = ofSameCluster(plan);
  const clusters = judged.get(root) ?? new Map<string | undefined, JudgedApp>();
  judged.set(root, clusters);
  const known = clusters.get(clusterOf(plan));
  if (known?.size === constructs.length && !known.askedBy.has(plan)) {
    known.askedBy.add(plan);
    return known;
  }
  const objects = constructs.filter(isJudged);
  const text = rendered(objects);
  const askedBy = new Set([plan]);
  const isSame = known !== undefined && text !== undefined && known.text === text;
  const app = isSame
    ? { ...known, size: constructs.length, askedBy }
    : { size: constructs.length, text, askedBy, judgements: new Map(), read: once(() => readCluster(root, objects)) };
  clusters.set(clusterOf(plan), app);
  return app;
}

function isJudged(construct: IConstruct): construct is ApiObject {
  return ApiObject.isApiObject(construct) && (KINDS.includes(construct.kind) || isBeyond(construct));
}

function rendered(objects: readonly ApiObject[]): string | undefined {
  try {
    return JSON.stringify(objects.map((object) => object.toJson()));
  } catch {
    return undefined; // told, with its place, when it is read
  }
}

function readCluster({ node: { path } }: IConstruct, objects: readonly ApiObject[]): Cluster {
  return buildCluster(readApp({ node: { path, findAll: () => objects } }).manifests);
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function endIn({ namespace, podLabels = {}, blocks, everyone, construct }: PlannedEnd): AgreedEnd {
  if (everyone) return 'everyone';
  if (blocks) return { blocks: blocks.map(blockIn) };
  return { namespace: namespace!, labels: podLabels, ...(construct && { construct: construct.node.path }) };
}

function blockIn({ cidr, except = [] }: AddressBlock): BlockPeer {
  return { block: parseCidr(cidr)!, except: except.map((text) => parseCidr(text)!), text: cidr };
}

function connectionIn({ from, to, ports }: Connection): AgreedConnection {
  return { from: endIn(from), to: endIn(to), ports: portsIn(ports) };
}

/** None for every port of every protocol. */
function portsIn(ports: readonly PlannedPort[]): AgreedPort[] {
  return ports.some(({ protocol }) => protocol === undefined) ? [] : ports.map(portIn);
}

function portIn({ protocol, port, endPort, isUndeclared = false }: PlannedPort): AgreedPort {
  const spoken = protocol as AgreedPort['protocol'];
  if (typeof port === 'string') return { protocol: spoken, name: port };
  return { protocol: spoken, first: port ?? 1, last: endPort ?? port ?? 65535, isUndeclared };
}

function indented(text: string): string {
  return text.replace(/^/gm, '    ');
}
