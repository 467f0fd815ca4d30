import { type AddressRange, overlaps } from '../cluster/address';
import type { Workload } from '../cluster/workload';
import { inputError } from '../input-error';
import type { Network } from './network';
import { parseReference } from './reference';

/** The ends of connections that somebody asks for; what is absent is not asked about. */
export class Ends {
  private constructor(
    private readonly workloads: ReadonlySet<Workload>,
    private readonly ranges: readonly AddressRange[],
  ) {}

  /**
   * A workload, addresses, `internet`, or `namespace/*` for all workloads of a namespace.
   * @throws InputError when that is nothing in the input
   */
  static of(network: Network, text: string): Ends {
    const [, namespace] = /^([^/]+)\/\*$/.exec(text) ?? [];
    if (namespace !== undefined) {
      const workloads = network.cluster.workloads.filter((workload) => workload.namespace === namespace);
      if (!workloads.length)
        throw inputError('input/reference', `the input has no workloads in namespace ${namespace}`);
      return new Ends(new Set(workloads), []);
    }
    const { kind } = parseReference(text);
    if (kind !== 'name' && kind !== 'addresses')
      throw inputError(
        'input/reference',
        `"${text}" is at no end of the listed connections; write namespace/name of a workload, namespace/*, an address, a block or internet`,
      );
    const { peers } = network.senders(text);
    return new Ends(
      new Set(peers.flatMap((peer) => (peer.kind === 'pods' ? peer.workload : []))),
      peers.flatMap((peer) => (peer.kind === 'addresses' ? peer.ranges : [])),
    );
  }

  get areAddresses(): boolean {
    return this.ranges.length > 0;
  }

  has(workload: Workload): boolean {
    return this.workloads.has(workload);
  }

  meets(range: AddressRange): boolean {
    return this.ranges.some((own) => overlaps(own, range));
  }
}

/** Which connections somebody asks for; without ends, all of them. */
export interface Selection {
  readonly from?: Ends;
  readonly to?: Ends;
}
