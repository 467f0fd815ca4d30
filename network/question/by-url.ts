import type { Answer, Verdict } from '../reach/answer';
import { type AddressPeer, formatPeer, type PodsPeer } from '../reach/peer';
import type { Reachability } from '../reach/reachability';
import { entryPoints } from '../route/entries';
import { type ControllerAnswer, controllerAnswers, routeUrl } from '../route/url';
import { type Asked, combine, unjudged } from './combine';
import { FromOutside } from './from-outside';
import { ThroughController } from './through-controller';

/** Judges requests for a URL that arrive from outside: to the controller of its route, and from there to the pods behind it. */
export class ByUrl {
  private readonly through: ThroughController;

  constructor(private readonly reachability: Reachability) {
    this.through = new ThroughController(reachability);
  }

  /** @throws InputError when it is no http or https URL */
  reach(sender: AddressPeer, url: URL): Answer {
    const { cluster } = this.reachability;
    const { verdict, reason, steps } = routeUrl(cluster, url.href);
    const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
    const { notTakenIntoAccount } = cluster;
    const asked = { from: formatPeer(sender), to: url.href, port: `TCP ${port}`, steps, notTakenIntoAccount };
    if (verdict === 'not applicable') return unjudged(verdict, reason, asked);
    if (verdict === 'redirects') return unjudged('not applicable', `${reason}, and no pod gets the request`, asked);
    const answers = controllerAnswers(cluster, url.href).flatMap((one) => {
      const behind = this.through.behind(one);
      return behind ? this.inTurn(this.toController(sender, one.controllers, port), behind, asked) : [];
    });
    const isDenied = answers.length > 0 && answers.every((answer) => answer.verdict === 'denied');
    if (verdict === 'undecidable' && !isDenied) return { ...unjudged(verdict, reason, asked), parts: answers };
    return combine(answers);
  }

  /** Whether the policies let the controllers reach what the URL leads to; undefined where it leads to nothing. */
  behind(url: string): Answer | undefined {
    const answers = controllerAnswers(this.reachability.cluster, url).flatMap(
      (one: ControllerAnswer) => this.through.behind(one) ?? [],
    );
    return answers.length ? combine(answers) : undefined;
  }

  /** By the ways in that lead to the controller on this port, of which one is enough; undefined where the input has none. */
  private toController(sender: AddressPeer, controllers: readonly PodsPeer[], port: number): Answer | undefined {
    const { cluster } = this.reachability;
    const pods = new Set(controllers.map((controller) => controller.pods));
    const fromOutside = new FromOutside(this.reachability);
    const ways = entryPoints(cluster)
      .filter((entry) => !entry.proxies && entry.port?.protocol === 'TCP' && entry.port.port === port)
      .filter(({ targets }) => targets.some((target) => target.kind === 'pods' && pods.has(target.pods)))
      .map((entry) => combine(fromOutside.enter(sender, entry)));
    const open = ways.find(({ verdict }) => verdict === 'allowed');
    return open ?? (ways.length ? combine(ways) : undefined);
  }

  private inTurn(first: Answer | undefined, second: Answer, asked: Asked): Answer {
    if (!first) {
      const steps = [...asked.steps, 'the input does not say how requests come to the controller'];
      return combine([second], { ...asked, steps });
    }
    const parts = [first, second];
    const refusing = parts.filter(({ verdict }) => verdict !== 'allowed');
    const worst = WORST_FIRST.find((verdict) => parts.some((part) => part.verdict === verdict))!;
    const reason = (refusing.length ? refusing : parts).map((part) => part.reason).join('; ');
    const remedy = parts.flatMap((part) => part.remedy ?? []).join('; and ') || undefined;
    return { ...unjudged(worst, reason, asked), parts, remedy };
  }
}

/** A request gets through when every connection on its way does. */
const WORST_FIRST: readonly Verdict[] = ['not applicable', 'denied', 'undecidable', 'allowed'];
