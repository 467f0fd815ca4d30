import { egress, pods, service, TO_DNS } from '../../support/policies';
import { ruleSays } from '../../support/rule-says';

const DB = pods('api') + pods('db') + service('db', 5432, 8080, { clusterIP: '10.96.7.7' });
const to = (cidr: string, except: string[] = []) =>
  DB + egress('api', { to: [{ ipBlock: { cidr, except } }], ports: [{ port: 5432 }] }, TO_DNS);

const DNS_PORTS = [
  { protocol: 'UDP', port: 53 },
  { protocol: 'TCP', port: 53 },
];
const toDns = (...more: Parameters<typeof egress>[1][]) =>
  pods('api') + egress('api', { to: [{ ipBlock: { cidr: '10.96.0.10/32' } }], ports: DNS_PORTS }, ...more);

ruleSays(
  'policy/block-holds-cluster-ip',
  [
    [
      'the address of a Service',
      to('10.96.7.7/32'),
      [
        'warning NetworkPolicy shop/api spec.egress[0].to[0].ipBlock.cidr:13 10.96.7.7/32 has the cluster IP of Service shop/db in it; policies see the addresses of its pods → select the pods app=db of namespace shop, on the port that they listen on',
      ],
    ],
    [
      'a small block around it',
      to('10.96.7.0/28'),
      [
        'warning NetworkPolicy shop/api spec.egress[0].to[0].ipBlock.cidr:13 10.96.7.0/28 has the cluster IP of Service shop/db in it; policies see the addresses of its pods → select the pods app=db of namespace shop, on the port that they listen on',
      ],
    ],
    [
      'an address like that of a Service, as a note',
      to('10.43.0.12/32'),
      [
        'info NetworkPolicy shop/api spec.egress[0].to[0].ipBlock.cidr:13 10.43.0.12/32 is among the addresses that K3s gives to Services; if it is that of one, policies see the addresses of its pods instead → select the pods behind the Service, on the port that they listen on',
      ],
    ],
    [
      'the address of the DNS of the cluster, which alone lets pods ask it',
      toDns(),
      [
        'warning NetworkPolicy shop/api spec.egress[0].to[0].ipBlock.cidr:9 10.96.0.10/32 on port 53 is that of the DNS, among the addresses that kubeadm gives to Services; policies see the addresses of the DNS pods, and nothing lets the pods ask those → select the DNS pods: namespaceSelector kubernetes.io/metadata.name: kube-system with podSelector k8s-app: kube-dns, on UDP and TCP 53; keep the address only where NodeLocal DNSCache has it',
      ],
    ],
    [
      'the address of the DNS beside its pods, as a note',
      toDns(TO_DNS),
      [
        'info NetworkPolicy shop/api spec.egress[0].to[0].ipBlock.cidr:9 10.96.0.10/32 is among the addresses that kubeadm gives to Services; if it is that of one, policies see the addresses of its pods instead → select the pods behind the Service, on the port that they listen on',
      ],
    ],
  ],
  [
    ['a network that has it in it', to('10.0.0.0/8')],
    ['a block without it', to('10.96.7.0/24', ['10.96.7.7/32'])],
    ['an address outside', to('203.0.113.7/32')],
    ['a range like that of Services', to('10.43.0.0/24')],
  ],
);
