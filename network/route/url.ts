import type { Cluster } from '../cluster/cluster';
import { inputError } from '../input-error';
import { gatewayAnswers, gatewayRefusals } from './gateway-url';
import { ingressAnswers, ingressRulesOfHost } from './ingress-url';
import { openShiftAnswers } from './openshift-url';
import type { ControllerAnswer, RouteAnswer } from './route-answer';

export type { RouteBackend } from './backend';
export type { ControllerAnswer, RouteAnswer, RouteVerdict } from './route-answer';

/**
 * Which Services get a plain GET of a URL that arrives from outside, by Ingress, Gateway or OpenShift Route.
 * @throws InputError when it is no http or https URL, and for routes that the API server would refuse
 */
export function routeUrl(cluster: Cluster, url: string): RouteAnswer {
  const asked = checked(url);
  const answers = controllerAnswers(cluster, url).map(({ answer }) => answer);
  const [first] = answers;
  if (!first) return nowhere(cluster, asked);
  if (new Set(answers.map((answer) => (answer.verdict === 'routes' ? outcome(answer) : answer))).size === 1)
    return first;
  const backends = answers.flatMap((answer) => answer.backends);
  const steps = answers.flatMap((answer) => [...answer.steps, answer.reason]);
  return {
    verdict: 'undecidable',
    backends: [...new Map(backends.map((backend) => [backend.port, backend])).values()],
    steps,
    reason: `${answers.length} entries take it, and the address of ${asked.hostname} decides between them: ${answers.map(({ reason }) => reason).join('; or ')}`,
    position: first.position,
  };
}

/** What each controller that takes the URL does with it. @throws InputError as {@link routeUrl} */
export function controllerAnswers(cluster: Cluster, url: string): ControllerAnswer[] {
  const asked = checked(url);
  return [...ingressAnswers(cluster, asked), ...gatewayAnswers(cluster, asked), ...openShiftAnswers(cluster, asked)];
}

/** Equal for answers that send the request to the same places. */
function outcome({ backends }: RouteAnswer): string {
  const ports = backends.map(({ service, port, weight }) => [service.namespace, service.name, port.port, weight]);
  return JSON.stringify(ports);
}

function nowhere(cluster: Cluster, asked: URL): RouteAnswer {
  const rules = ingressRulesOfHost(cluster, asked);
  const refusals = gatewayRefusals(cluster, asked);
  const reasons = [
    ...(rules.length ? [`the rules for ${asked.hostname} are ${rules.join(', ')}`] : []),
    ...new Set(refusals),
  ];
  const why = reasons.join('; ') || `no rule is for host ${asked.hostname}`;
  return {
    verdict: 'not applicable',
    backends: [],
    steps: [],
    reason: `no Ingress, Gateway or Route of the input takes ${asked.href}: ${why}`,
  };
}

function checked(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw inputError('input/reference', `"${text}" is no URL; write one like https://shop.example.com/cart`);
}
