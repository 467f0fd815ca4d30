import { gateway } from '../../../../../network/doctor/rules/gateway/example';
import { ruleSays } from '../../support/rule-says';

const CLASS = `
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: { name: edge }
spec: { controllerName: gateway.example/controller }
---`;

ruleSays(
  'gateway/class-unknown',
  [
    [
      'a name with a slip',
      CLASS + gateway(undefined, { className: 'egde' }),
      [
        'warning Gateway shop/public spec.gatewayClassName:11 "egde" is no GatewayClass of the input, which has edge → write edge',
      ],
    ],
    [
      'another name',
      CLASS + gateway(undefined, { className: 'istio' }),
      [
        'warning Gateway shop/public spec.gatewayClassName:11 "istio" is no GatewayClass of the input, which has edge → write edge, or add the GatewayClass istio',
      ],
    ],
  ],
  [
    ['a class that is there', CLASS + gateway()],
    ['an input without classes', gateway()],
  ],
);
