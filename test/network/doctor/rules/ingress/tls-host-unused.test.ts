import { ingress } from '../../../../../network/doctor/rules/ingress/example';
import { ruleSays } from '../../support/rule-says';

const secured = (hosts: string, more: Parameters<typeof ingress>[0] = {}) =>
  ingress({ spec: `tls: [{ hosts: [${hosts}], secretName: shop-tls }]`, ...more });

ruleSays(
  'ingress/tls-host-unused',
  [
    [
      'a slip',
      secured('shop.exmaple'),
      [
        'warning Ingress shop/web spec.tls[0].hosts[0]:9 no rule has host shop.exmaple; the rules have shop.example → write shop.example',
      ],
    ],
    [
      'a host that no rule has',
      secured('shop.example, www.shop.example'),
      [
        'warning Ingress shop/web spec.tls[0].hosts[1]:9 no rule has host www.shop.example; the rules have shop.example → write shop.example',
      ],
    ],
  ],
  [
    ['the host of the rule', secured('shop.example')],
    ['a wildcard over the host of the rule', secured('"*.example"')],
    ['a host under a wildcard of the rules', secured('a.shop.example', { host: '"*.shop.example"' })],
    [
      'a rule of another Ingress',
      `${secured('shop.example, other.example')}---${ingress({ name: 'other', host: 'other.example' })}`,
    ],
    [
      'a host that an annotation adds',
      secured('shop.example, www.shop.example', {
        annotations: '{ nginx.ingress.kubernetes.io/server-alias: www.shop.example }',
      }),
    ],
    ['rules for every host', secured('shop.example').replace('host: shop.example\n      http', 'http')],
  ],
);
