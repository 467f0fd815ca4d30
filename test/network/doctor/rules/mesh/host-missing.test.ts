import { API, destinationRule, V1, virtualService } from '../../../../../network/doctor/rules/mesh/example';
import { ruleSays } from '../../support/rule-says';

const to = (host: string) => API + virtualService(`{ destination: { host: ${host} } }`);
const entry = (host: string) => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: outside, namespace: shop }
spec: { hosts: ["${host}"] }
---`;

ruleSays(
  'mesh/host-missing',
  [
    [
      'a destination with a slip',
      to('apy'),
      [
        'error VirtualService shop/api spec.http[0].route[0].destination.host:38 host apy is no Service of namespace shop, nor of a ServiceEntry → write api',
      ],
    ],
    [
      'settings for no Service',
      API + destinationRule(V1, 'checkout'),
      [
        'error DestinationRule shop/api spec.host:35 host checkout is no Service of namespace shop, nor of a ServiceEntry → write the name of a Service, or add the Service checkout to namespace shop',
      ],
    ],
    [
      'a full name',
      to('web.shop.svc.cluster.local'),
      [
        'error VirtualService shop/api spec.http[0].route[0].destination.host:38 host web.shop.svc.cluster.local is no Service of namespace shop, nor of a ServiceEntry → write the name of a Service, or add the Service web to namespace shop',
      ],
    ],
  ],
  [
    ['a Service of the same namespace', to('api')],
    ['a full name of a Service', to('api.shop.svc.cluster.local')],
    ['a host outside', to('api.example')],
    ['a host that is not rendered yet', to('"{{ .Values.host }}"')],
    ['a namespace whose pods are not in the input', to('api.other.svc.cluster.local')],
    ['a host of a ServiceEntry', entry('*.shop.svc.cluster.local') + to('old')],
  ],
);
