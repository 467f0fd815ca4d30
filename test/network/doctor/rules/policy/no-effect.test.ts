import { app, ingress, inNamespace, pods } from '../../support/policies';
import { ruleSays } from '../../support/rule-says';

const PODS = pods('api') + pods('web');
const from = (...peers: object[]) => PODS + ingress('api', { from: peers });
const block = (cidr: string, except: string[] = []) => ({ ipBlock: { cidr, except } });
const onPorts = (...ports: object[]) => PODS + ingress('api', { ports });

ruleSays(
  'policy/no-effect',
  [
    [
      'pods that another item has, too',
      from({ podSelector: {} }, app('web')),
      [
        'info NetworkPolicy shop/api spec.ingress[0].from[1]:11 pods app=web of its own namespace: item 0, all pods of its own namespace, has them in it → take this item away, or the other one if it was not meant',
      ],
    ],
    [
      'the same item twice',
      from(app('web'), app('web')),
      [
        'info NetworkPolicy shop/api spec.ingress[0].from[1]:11 pods app=web of its own namespace: item 0, pods app=web of its own namespace, has them in it → take this item away, or the other one if it was not meant',
      ],
    ],
    [
      'pods of a namespace that is let in whole',
      from(inNamespace('shop'), { ...inNamespace('shop'), ...app('web') }),
      [
        'info NetworkPolicy shop/api spec.ingress[0].from[1]:11 pods app=web of namespaces kubernetes.io/metadata.name=shop: item 0, all pods of namespaces kubernetes.io/metadata.name=shop, has them in it → take this item away, or the other one if it was not meant',
      ],
    ],
    [
      'a block within another',
      from(block('10.1.0.0/16'), block('10.0.0.0/8')),
      [
        'info NetworkPolicy shop/api spec.ingress[0].from[0]:11 10.1.0.0/16: item 1, 10.0.0.0/8, has them in it → take this item away, or the other one if it was not meant',
      ],
    ],
    [
      'a port within a range',
      onPorts({ port: 8080 }, { port: 8000, endPort: 9000 }),
      [
        'info NetworkPolicy shop/api spec.ingress[0].ports[0]:11 TCP 8080 is in TCP 8000-9000 of item 1 → take this item away, or the other one if it was not meant',
      ],
    ],
    [
      'a rule beside one for everyone',
      PODS + ingress('api', { from: [app('web')], ports: [{ port: 8080 }] }, {}),
      [
        'info NetworkPolicy shop/api spec.ingress[0]:11 spec.ingress[1] of the same policy admits all that this rule admits → take this rule away, or the other one if it was not meant',
      ],
    ],
    [
      'a rule of fewer ports for the same peers',
      PODS + ingress('api', { from: [app('web')], ports: [{ port: 8080 }] }, { from: [app('web')] }),
      [
        'info NetworkPolicy shop/api spec.ingress[0]:11 spec.ingress[1] of the same policy admits all that this rule admits → take this rule away, or the other one if it was not meant',
      ],
    ],
  ],
  [
    ['pods that are others', from(app('web'), app('api'))],
    ['the same pods of another namespace', from({ podSelector: {} }, { ...inNamespace('ops'), ...app('web') })],
    ['a block within the exception of another', from(block('10.1.0.0/16'), block('10.0.0.0/8', ['10.1.0.0/16']))],
    ['blocks side by side', from(block('10.1.0.0/16'), block('10.2.0.0/16'), block('fd00::/8'))],
    ['the same number of two protocols', onPorts({ port: 53 }, { port: 53, protocol: 'UDP' })],
    [
      'rules for different ports of the same peers',
      PODS +
        ingress(
          'api',
          { from: [app('web')], ports: [{ port: 8080 }] },
          { from: [app('web')], ports: [{ port: 9090 }] },
        ),
    ],
  ],
);
