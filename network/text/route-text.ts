import { formatPosition } from '../manifest/manifest';
import type { Answer } from '../reach/answer';
import type { RouteAnswer } from '../route/url';
import { VERDICT_MARKS } from './answer-text';
import { plain, type Style } from './style';

const MARKS = { routes: 'good', redirects: 'good', 'not applicable': 'bad', undecidable: 'unsure' } as const;

/** Where a URL leads, and what leads there. */
export function routeText(url: string, answer: RouteAnswer, policies?: Answer, style: Style = plain): string {
  const { verdict, reason, steps, position } = answer;
  return [
    `${url}: ${style(MARKS[verdict], verdict)}${position ? ` (${formatPosition(position)})` : ''}`,
    `  ${reason}`,
    ...backendNames(answer).map((name) => `  -> ${name}`),
    ...steps.map((step) => `  - ${step}`),
    ...(policies ? [`  policies: ${controllerText(policies, style)}`] : []),
  ].join('\n');
}

/** Whether the controller reaches what is behind a route: `{ingress-controller} -> prod/web[Deployment] on TCP 80: denied, …`. */
export function controllerText({ from, to, port, verdict, reason }: Answer, style: Style = plain): string {
  return `${from} -> ${to} on ${port}: ${style(VERDICT_MARKS[verdict], verdict)}, ${reason}`;
}

/** The same as data. */
export function routeData(url: string, answer: RouteAnswer, policies?: Answer): object {
  const { verdict, reason, steps, position } = answer;
  return {
    url,
    verdict,
    reason,
    backends: answer.backends.map(({ service, port, weight }) => ({
      service: `${service.namespace}/${service.name}`,
      port: port.port,
      weight,
    })),
    steps,
    position: position && formatPosition(position),
    policies,
  };
}

function backendNames({ backends }: RouteAnswer): string[] {
  return backends.map(({ service, port, weight }) => {
    const share = weight === undefined || backends.length === 1 ? '' : ` (weight ${weight})`;
    return `Service ${service.namespace}/${service.name} port ${port.port}${share}`;
  });
}
