import type { NameAnswer } from '../route/dns';
import { serviceText } from '../route/lookup';
import { plain, type Style } from './style';

const MARKS = { resolves: 'good', outside: 'good', 'no such name': 'bad', undecidable: 'unsure' } as const;

/** What a name means, with the names that the pod tries. */
export function nameText({ name, from, verdict, ...answer }: NameAnswer, style: Style = plain): string {
  const { reason, tried, record, service, target, pods } = answer;
  return [
    `${name} from ${from}: ${style(MARKS[verdict], verdict)}`,
    `  ${reason}`,
    ...(record ? [`  record: ${record}${target ? ` ${target}` : ''}`] : []),
    ...(service ? [`  leads to: ${serviceText(service)}`] : []),
    ...(pods?.length ? [`  pods: ${[...new Set(pods.map(({ workload }) => workload.id))].join(', ')}`] : []),
    ...(tried.length ? [`  tried: ${tried.join(', ')}`] : []),
  ].join('\n');
}

/** The same as data. */
export function nameData({ service, pods, ...answer }: NameAnswer): object {
  return {
    ...answer,
    service: service && `${service.namespace}/${service.name}`,
    pods: pods && [...new Set(pods.map(({ workload }) => workload.id))],
  };
}
