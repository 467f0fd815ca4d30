import { gateway, route, WEB } from '../../../../../network/doctor/rules/gateway/example';
import { ruleSays } from '../../support/rule-says';

const to = (backends: string) => WEB + gateway() + route(backends);

ruleSays(
  'gateway/weights-zero',
  [
    [
      'the only backend',
      to('{ name: web, port: 80, weight: 0 }'),
      [
        'warning HTTPRoute shop/web spec.rules[0].backendRefs:35 the only backend has the weight 0 → give the backend that is to answer a weight of 1 or more',
      ],
    ],
    [
      'all backends',
      to('{ name: web, port: 80, weight: 0 }, { name: web, port: 80, weight: 0 }'),
      [
        'warning HTTPRoute shop/web spec.rules[0].backendRefs:35 all backends have the weight 0 → give the backend that is to answer a weight of 1 or more',
      ],
    ],
  ],
  [
    ['one that has a weight', to('{ name: web, port: 80, weight: 0 }, { name: web, port: 80, weight: 1 }')],
    ['backends without weights', to('{ name: web, port: 80 }')],
  ],
);
