import { virtualService } from '../../../../../network/doctor/rules/mesh/example';
import { ruleSays } from '../../support/rule-says';

const shared = (...weights: readonly (number | undefined)[]) =>
  virtualService(
    ...weights.map((weight) => `{ destination: { host: api }${weight === undefined ? '' : `, weight: ${weight}`} }`),
  );

ruleSays(
  'mesh/weights',
  [
    [
      'more than 100',
      shared(80, 30),
      [
        'warning VirtualService shop/api spec.http[0].route:8 the weights 80, 30 are 110 together, not 100 → write percentages that add up to 100',
      ],
    ],
    [
      'less than 100',
      shared(90, 5),
      [
        'warning VirtualService shop/api spec.http[0].route:8 the weights 90, 5 are 95 together, not 100 → write percentages that add up to 100',
      ],
    ],
    [
      'none at all',
      shared(undefined, undefined),
      [
        'warning VirtualService shop/api spec.http[0].route:8 the weights 0, 0 are 0 together, not 100 → write percentages that add up to 100',
      ],
    ],
  ],
  [
    ['100 together', shared(80, 20)],
    ['shares', shared(1, 3)],
    ['equal shares', shared(100, 100)],
    ['one destination', shared(50)],
    ['all for one', shared(100, undefined)],
  ],
);
