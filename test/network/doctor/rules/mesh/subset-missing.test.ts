import { API, destinationRule, V1, V2, virtualService } from '../../../../../network/doctor/rules/mesh/example';
import { ruleSays } from '../../support/rule-says';

const to = (subset: string) => virtualService(`{ destination: { host: api, subset: ${subset} } }`);

ruleSays(
  'mesh/subset-missing',
  [
    [
      'a subset that the DestinationRule does not have',
      API + to('v3') + destinationRule(`${V1}, ${V2}`),
      [
        'error VirtualService shop/api spec.http[0].route[0].destination.subset:38 host api has no subset v3: its DestinationRule has v1, v2 → add the subset v3 to the DestinationRule of api, or write v1 or v2',
      ],
    ],
    [
      'a Service without a DestinationRule',
      API + to('v1'),
      [
        'error VirtualService shop/api spec.http[0].route[0].destination.subset:38 host api has no subset v1: the input has no DestinationRule for it → add the subset v1 to the DestinationRule of api',
      ],
    ],
    [
      'a DestinationRule without subsets',
      to('v1') + destinationRule(''),
      [
        'error VirtualService shop/api spec.http[0].route[0].destination.subset:9 host api has no subset v1: its DestinationRule has no subsets → add the subset v1 to the DestinationRule of api',
      ],
    ],
  ],
  [
    ['a subset that is there', API + to('v2') + destinationRule(`${V1}, ${V2}`)],
    ['a subset of the host in full', API + to('v1') + destinationRule(V1, 'api.shop.svc.cluster.local')],
    ['a subset of hosts by a wildcard', API + to('v1') + destinationRule(V1, '"*.shop.svc.cluster.local"')],
    ['a host of which the input has nothing', to('v1')],
    ['no subset', API + virtualService('{ destination: { host: api } }')],
  ],
);
