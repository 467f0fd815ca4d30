import { describeRule, lines } from '../../support/describe-rule';
import { service, workload } from '../../support/objects';

const api = (more: object) => lines(workload(), service({ selector: { app: 'api' }, ports: [{ port: 80 }], ...more }));

describeRule('service/open-load-balancer', {
  finds: [
    [
      'a load balancer for everybody',
      api({ type: 'LoadBalancer' }),
      'Service shop/api spec:3: the load balancer admits every client → write loadBalancerSourceRanges with the blocks of the clients, unless it is for everybody',
    ],
  ],
  isSilentOn: [
    ['blocks of clients', api({ type: 'LoadBalancer', loadBalancerSourceRanges: ['203.0.113.0/24'] })],
    ['a NodePort', api({ type: 'NodePort' })],
  ],
});
