import type { ServiceDescription, ServicePortDescription } from '../question/service-description';
import { plain, type Style } from './style';

/** A Service: its names, its ports, and who answers there. */
export function serviceDescriptionText(description: ServiceDescription, style: Style = plain): string {
  const { service, position, type, selects, names, ports, environment } = description;
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  const [short, ...long] = names;
  return [
    `${style('heading', `Service ${service}`)} (${position}): ${type}${selects === undefined ? '' : `, selects ${selects}`}`,
    `  names: ${long.join(', ')}; in its own namespace ${short}`,
    ...(ports.length ? ports.flatMap((port) => portLines(port, style)) : ['  no ports']),
    ...(variables.length ? [`  variables in pods of its namespace: ${variables.join(' ')}`] : []),
  ].join('\n');
}

function portLines({ port, nodePort, endpoints, nobody, notes }: ServicePortDescription, style: Style): string[] {
  const node = nodePort === undefined ? '' : `, on every node ${nodePort}`;
  const targets = endpoints.length ? endpoints.join(', ') : `${style('bad', 'nobody')}: ${nobody}`;
  return [`  ${port}${node} -> ${targets}`, ...notes.map((note) => `    - ${note}`)];
}
