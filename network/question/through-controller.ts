import type { Answer } from '../reach/answer';
import { INGRESS_CONTROLLER } from '../reach/connlist';
import { ruleFits, ruleReference } from '../reach/explain-side';
import { formatPeer, type PodsPeer, podsPeers } from '../reach/peer';
import type { Reachability } from '../reach/reachability';
import { backendSteps } from '../route/backend';
import type { ServiceEndpoint } from '../route/service-endpoints';
import { endpointsOf } from '../route/service-endpoints';
import type { ControllerAnswer } from '../route/url';
import { combine, unjudged } from './combine';

/** Judges what the controllers of routes send on. Proxies connect anew, so policies see their pods and not the clients. */
export class ThroughController {
  constructor(private readonly reachability: Reachability) {}

  /** @param controllers their pods; where the input has none, one of which nothing is known stands for them */
  reach(controllers: readonly PodsPeer[], target: ServiceEndpoint, steps: readonly string[] = []): Answer {
    if (!controllers.length) return this.fromNameless(target, steps);
    return combine(controllers.map((controller) => this.reachability.reach(controller, target, target, steps)));
  }

  /** Whether one controller reaches all that a URL leads to; undefined where it leads to nothing. */
  behind({ answer: { backends }, controllers }: ControllerAnswer): Answer | undefined {
    const { cluster } = this.reachability;
    const answers = backends.flatMap((backend) => {
      const { service, port } = backend;
      const steps = backendSteps(cluster, backend);
      if (service.type !== 'ExternalName')
        return endpointsOf(cluster, service, port).map((target) => this.reach(controllers, target, steps));
      const to = service.externalName ?? service.name;
      const { notTakenIntoAccount } = cluster;
      const from = controllers.map(formatPeer).join(', ') || INGRESS_CONTROLLER;
      const asked = { from, to, port: `${port.protocol} ${port.port}`, steps, notTakenIntoAccount };
      return [unjudged('undecidable', `what ${to} is, DNS tells the controller`, asked)];
    });
    return answers.length ? combine(answers) : undefined;
  }

  private fromNameless(target: ServiceEndpoint, steps: readonly string[]): Answer {
    const workload = this.reachability.supposed.find(({ id }) => id === INGRESS_CONTROLLER)!;
    const [nameless] = podsPeers(workload);
    const answer = this.reachability.reach(nameless!, target, target, steps);
    if (answer.verdict !== 'denied') return answer;
    const rules = this.rulesForOthers(nameless!, target);
    if (!rules.length) return answer;
    const { from, to, port, egress, ingress, notTakenIntoAccount } = answer;
    const reason = `the input does not have the pods of the controller, which ${rules.join(', ')} may admit`;
    return { verdict: 'undecidable', from, to, port, reason, steps, egress, ingress, notTakenIntoAccount };
  }

  /** Rules that admit pods of other namespaces by labels: nobody knows those of a controller that is not in the input. */
  private rulesForOthers(nameless: PodsPeer, target: ServiceEndpoint): string[] {
    const question = this.reachability.question(nameless, target, target, 'ingress');
    if (!question) return [];
    const fits = ruleFits(question).filter(
      ({ rule, port }) => port && rule.peers?.some((peer) => 'namespaceSelector' in peer && peer.namespaceSelector),
    );
    return fits
      .map((fit) => ruleReference(fit, 'ingress'))
      .map(({ policy, rule }) => `${rule} of NetworkPolicy ${policy}`);
  }
}
