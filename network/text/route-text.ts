import { formatPosition } from '../manifest/manifest';
import type { RouteAnswer } from '../route/url';
import { plain, type Style } from './style';

const MARKS = { routes: 'good', redirects: 'good', 'not applicable': 'bad', undecidable: 'unsure' } as const;

/** Where a URL leads, and what leads there. */
export function routeText(url: string, answer: RouteAnswer, style: Style = plain): string {
  const { verdict, reason, steps, position } = answer;
  return [
    `${url}: ${style(MARKS[verdict], verdict)}${position ? ` (${formatPosition(position)})` : ''}`,
    `  ${reason}`,
    ...backendNames(answer).map((name) => `  -> ${name}`),
    ...steps.map((step) => `  - ${step}`),
  ].join('\n');
}

/** The same as data. */
export function routeData(url: string, answer: RouteAnswer): object {
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
  };
}

function backendNames({ backends }: RouteAnswer): string[] {
  return backends.map(({ service, port, weight }) => {
    const share = weight === undefined || backends.length === 1 ? '' : ` (weight ${weight})`;
    return `Service ${service.namespace}/${service.name} port ${port.port}${share}`;
  });
}
