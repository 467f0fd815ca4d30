import { API, destinationRule, V1, virtualService } from '../../../../../network/doctor/rules/mesh/example';
import { ruleSays } from '../../support/rule-says';

const to = (host: string) => API + virtualService(`{ destination: { host: ${host} } }`);

ruleSays(
  'mesh/host-half-named',
  [
    [
      'a name with its namespace',
      to('api.shop'),
      [
        'warning VirtualService shop/api spec.http[0].route[0].destination.host:38 api.shop is taken for a full name, and Service api of namespace shop is not meant → write api.shop.svc.cluster.local [spec.http[0].route[0].destination.host = "api.shop.svc.cluster.local"]',
      ],
    ],
    [
      'a name up to svc',
      API + destinationRule(V1, 'api.shop.svc'),
      [
        'warning DestinationRule shop/api spec.host:35 api.shop.svc is taken for a full name, and Service api of namespace shop is not meant → write api.shop.svc.cluster.local [spec.host = "api.shop.svc.cluster.local"]',
      ],
    ],
  ],
  [
    ['a short name', to('api')],
    ['a full name', to('api.shop.svc.cluster.local')],
    ['a host outside, which is no Service', to('shop.example')],
  ],
);
