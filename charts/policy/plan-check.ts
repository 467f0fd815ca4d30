import type { IConstruct } from 'constructs';
import { parseCidr } from '../../network/cluster/address';
import { buildCluster, type Cluster } from '../../network/cluster/cluster';
import type { BlockPeer, PolicyPort as ReadPort } from '../../network/cluster/network-policy';
import { InputError } from '../../network/input-error';
import { type ConstructScope, readApp } from '../../network/manifest/app';
import type { AgreedEnd } from '../../network/question/agreed';
import { type Breach, breaches } from '../../network/question/agreement';
import type { ErrorCode } from '../validation/error-codes';
import type { Connection, PlannedEnd } from './connection';
import type { AddressBlock } from './network-end';
import type { PolicyPort } from './port';

/** What is told at once. */
const MOST = 5;

const SAID: Record<Breach['kind'], { code: ErrorCode; text: string }> = {
  unwalled: { code: 'plan/unwalled', text: 'the plan can not wall these pods' },
  closed: { code: 'plan/closed', text: 'the plan allows a connection that does not get through' },
  open: { code: 'plan/open', text: 'a connection gets through that the plan does not allow' },
};

/** What of a plan does not hold in the app that it is a part of. */
export function violations(
  plan: IConstruct,
  namespaces: readonly string[],
  connections: readonly Connection[],
): string[] {
  try {
    const agreed = connections.map(({ from, to, ports }) => ({
      from: endIn(from),
      to: endIn(to),
      ports: ports.map(read),
    }));
    const found = breaches(clusterOf(plan), { namespaces, connections: agreed });
    const said = found.slice(0, MOST).map(({ kind, text }) => {
      const { code, text: what } = SAID[kind];
      return `${what} [${code}]:\n${indented(text)}`;
    });
    return found.length > MOST ? [...said, `and ${found.length - MOST} more like these`] : said;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const code: ErrorCode = 'plan/input';
    return [`the API server would refuse what the plan is judged by [${code}]:\n${indented(error.message)}`];
  }
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
  'StatefulSet',
];

interface Judged {
  /** How many constructs there were. */
  readonly size: number;
  readonly text: string;
  readonly cluster: Cluster;
  /** Plans that saw this cluster in the present round of validation. */
  readonly seenBy: Set<IConstruct>;
}

const judged = new WeakMap<IConstruct, Judged>();

/**
 * The app as a cluster. cdk8s validates an app once and then again for each of its charts, so all plans of a round share what
 * is rendered, and all rounds that render the same share what is made of it.
 */
function clusterOf(plan: IConstruct): Cluster {
  const { root } = plan.node;
  const constructs = root.node.findAll();
  const known = judged.get(root);
  if (known?.size === constructs.length && !known.seenBy.has(plan)) {
    known.seenBy.add(plan);
    return known.cluster;
  }
  const { manifests } = readApp(onlyJudged(root.node.path, constructs));
  const text = JSON.stringify(manifests.map(({ object }) => object));
  const cluster = known?.text === text ? known.cluster : buildCluster(manifests);
  judged.set(root, { size: constructs.length, text, cluster, seenBy: new Set([plan]) });
  return cluster;
}

function onlyJudged(path: string, constructs: readonly IConstruct[]): ConstructScope {
  const isJudged = (construct: IConstruct) => 'kind' in construct && KINDS.includes(construct.kind as string);
  return { node: { path, findAll: () => constructs.filter(isJudged) } };
}

function endIn({ namespace, podLabels = {}, blocks, everyone, construct }: PlannedEnd): AgreedEnd {
  if (everyone) return 'everyone';
  if (blocks) return { blocks: blocks.map(blockIn) };
  return { namespace: namespace!, labels: podLabels, ...(construct && { construct: construct.node.path }) };
}

function blockIn({ cidr, except = [] }: AddressBlock): BlockPeer {
  return { block: parseCidr(cidr)!, except: except.map((text) => parseCidr(text)!), text: cidr };
}

function read({ protocol, port, endPort }: PolicyPort): ReadPort {
  const spoken = protocol as ReadPort['protocol'];
  if (typeof port === 'string') return { protocol: spoken, name: port };
  return { protocol: spoken, first: port ?? 1, last: endPort ?? port ?? 65535 };
}

function indented(text: string): string {
  return text.replace(/^/gm, '    ');
}
