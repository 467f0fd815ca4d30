import { gateways } from '../../../route/gateway';
import { gatewayClasses } from '../../../route/gateway-class';
import { nearest } from '../../../route/nearest';
import type { Examined } from '../../examined';
import type { Rule } from '../../rule';
import { gateway } from './example';

const CLASS = `
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: { name: edge }
spec: { controllerName: gateway.example/controller }
---`;

export const classUnknown: Rule = {
  id: 'gateway/class-unknown',
  severity: 'warning',
  summary: 'A Gateway names a class that is none of the GatewayClasses of the input.',
  why: 'No controller serves a Gateway of a class that it does not know, and none says so.',
  fix: 'Write the name of a GatewayClass.',
  bad: CLASS + gateway(undefined, { className: 'egde' }),
  good: CLASS + gateway(),
  *check({ cluster }: Examined) {
    const names = gatewayClasses(cluster).map(({ name }) => name);
    if (!names.length) return;
    for (const { className, origin } of gateways(cluster)) {
      if (names.includes(className)) continue;
      const near = nearest(className, names);
      yield {
        on: origin,
        path: ['spec', 'gatewayClassName'],
        message: `"${className}" is no GatewayClass of the input, which has ${names.join(', ')}`,
        fix: near ? `write ${near}` : `write ${names.join(' or ')}, or add the GatewayClass ${className}`,
      };
    }
  },
};
