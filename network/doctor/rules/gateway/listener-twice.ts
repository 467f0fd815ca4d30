import { gateways, type Listener } from '../../../route/gateway';
import type { Examined } from '../../examined';
import type { Rule } from '../../rule';
import { gateway } from './example';

export const listenerTwice: Rule = {
  id: 'gateway/listener-twice',
  severity: 'error',
  summary: 'Two listeners of a Gateway have one name, or one port, protocol and host.',
  why: 'The API server refuses the Gateway: listener names are unique, and so is each combination of port, protocol and hostname.',
  fix: 'Give the listener another name, or another port or hostname.',
  bad: gateway('{ name: http, port: 80, protocol: HTTP }\n    - { name: web, port: 80, protocol: HTTP }'),
  good: gateway(
    '{ name: http, port: 80, protocol: HTTP }\n    - { name: web, port: 80, protocol: HTTP, hostname: a.example }',
  ),
  *check({ cluster }: Examined) {
    for (const { listeners, origin } of gateways(cluster))
      for (const [index, listener] of listeners.entries()) {
        const before = listeners.slice(0, index);
        const path = ['spec', 'listeners', index];
        const name = before.find((other) => other.name === listener.name);
        const place = before.find((other) => placeOf(other) === placeOf(listener));
        if (name)
          yield {
            on: origin,
            path: [...path, 'name'],
            message: `two listeners are called ${listener.name}`,
            fix: 'give one of them another name',
          };
        else if (place)
          yield {
            on: origin,
            path: [...path, 'port'],
            message: `listener ${listener.name} has port ${listener.port}, protocol ${listener.protocol} and ${listener.hostname ? `hostname ${listener.hostname}` : 'any hostname'}, as listener ${place.name} has`,
            fix: 'leave one of them out, or give it another port or hostname',
          };
      }
  },
};

function placeOf({ port, protocol, hostname = '' }: Listener): string {
  return `${port} ${protocol} ${hostname}`;
}
