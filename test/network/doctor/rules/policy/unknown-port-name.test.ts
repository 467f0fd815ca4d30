import { app, egress, ingress, pods, TO_DNS } from '../../support/policies';
import { ruleSays } from '../../support/rule-says';

const API = pods('api', { ports: [{ name: 'http', containerPort: 8080 }] });
const onPort = (port: unknown, protocol = 'TCP') => ({ ports: [{ protocol, port }] });

ruleSays(
  'policy/unknown-port-name',
  [
    [
      'a name that the selected pods have not',
      API + ingress('api', onPort('web')),
      [
        'error NetworkPolicy shop/api spec.ingress[0].ports[0].port:9 no pod that takes these connections has a TCP port named "web"; they have "http" (TCP 8080) → write the number of the port, or name it in the container',
      ],
    ],
    [
      'a name that differs by a letter',
      API + ingress('api', onPort('htp')),
      [
        'error NetworkPolicy shop/api spec.ingress[0].ports[0].port:9 no pod that takes these connections has a TCP port named "htp"; they have "http" (TCP 8080) → write port: http',
      ],
    ],
    [
      'a name that is of another protocol',
      API + ingress('api', onPort('http', 'UDP')),
      [
        'error NetworkPolicy shop/api spec.ingress[0].ports[0].protocol:9 no pod that takes these connections has a UDP port named "http"; they have "http" (TCP 8080) → write protocol: TCP',
      ],
    ],
    [
      'a name at pods that name no ports',
      pods('api') + ingress('api', onPort('http')),
      [
        'error NetworkPolicy shop/api spec.ingress[0].ports[0].port:9 no pod that takes these connections has a TCP port named "http"; they name no ports → write the number of the port, or name it in the container',
      ],
    ],
    [
      'a name that the other end has not',
      API + pods('web') + egress('web', { to: [app('api')], ...onPort('web') }, TO_DNS),
      [
        'error NetworkPolicy shop/web spec.egress[0].ports[0].port:11 no pod that takes these connections has a TCP port named "web"; they have "http" (TCP 8080) → write the number of the port, or name it in the container',
      ],
    ],
  ],
  [
    ['a name that they have', API + ingress('api', onPort('http'))],
    [
      'a name that some of them have',
      API + pods('web') + ingress('api', onPort('http')).replace('{ matchLabels: { app: api } }', '{}'),
    ],
    ['a number', API + ingress('api', onPort(9999))],
    ['a name for everyone', API + egress('api', onPort('https'))],
    ['a name at pods that are not in the input', API + egress('api', { to: [app('db')], ...onPort('sql') })],
    [
      'the port of a sidecar',
      pods('api', {
        spec: {
          initContainers: [
            {
              name: 'proxy',
              image: 'registry.example/proxy:1.4.2',
              restartPolicy: 'Always',
              ports: [{ name: 'admin', containerPort: 9901 }],
            },
          ],
        },
      }) + ingress('api', onPort('admin')),
    ],
  ],
);
