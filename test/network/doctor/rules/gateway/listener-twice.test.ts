import { gateway } from '../../../../../network/doctor/rules/gateway/example';
import { ruleSays } from '../../support/rule-says';

const two = (one: string, other: string) => gateway(`{ ${one} }\n    - { ${other} }`);

ruleSays(
  'gateway/listener-twice',
  [
    [
      'one name',
      two('name: http, port: 80, protocol: HTTP', 'name: http, port: 8080, protocol: HTTP'),
      [
        'error Gateway shop/public spec.listeners[1].name:9 two listeners are called http → give one of them another name',
      ],
    ],
    [
      'one port, protocol and host',
      two(
        'name: a, port: 80, protocol: HTTP, hostname: a.example',
        'name: b, port: 80, protocol: HTTP, hostname: a.example',
      ),
      [
        'error Gateway shop/public spec.listeners[1].port:9 listener b has port 80, protocol HTTP and hostname a.example, as listener a has → leave one of them out, or give it another port or hostname',
      ],
    ],
    [
      'one port and protocol without a host',
      two('name: a, port: 80, protocol: HTTP', 'name: b, port: 80, protocol: HTTP'),
      [
        'error Gateway shop/public spec.listeners[1].port:9 listener b has port 80, protocol HTTP and any hostname, as listener a has → leave one of them out, or give it another port or hostname',
      ],
    ],
  ],
  [
    [
      'one port with two hosts',
      two(
        'name: a, port: 80, protocol: HTTP, hostname: a.example',
        'name: b, port: 80, protocol: HTTP, hostname: b.example',
      ),
    ],
    ['one port with two protocols', two('name: a, port: 53, protocol: TCP', 'name: b, port: 53, protocol: UDP')],
  ],
);
