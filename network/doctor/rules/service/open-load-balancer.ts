import type { Rule } from '../../rule';
import { service } from './example';

const PORTS = 'selector: { app: api }, ports: [{ port: 80, targetPort: 8080 }]';

export const openLoadBalancer: Rule = {
  id: 'service/open-load-balancer',
  severity: 'info',
  summary: 'A LoadBalancer admits clients from everywhere.',
  why: 'Without loadBalancerSourceRanges a load balancer takes connections from the whole internet. On a cluster without a cloud it gets no address at all until something like MetalLB gives one. What is public on purpose may stay so.',
  fix: 'Name the blocks of the clients in loadBalancerSourceRanges.',
  bad: service(`{ type: LoadBalancer, ${PORTS} }`),
  good: service(`{ type: LoadBalancer, loadBalancerSourceRanges: [203.0.113.0/24], ${PORTS} }`),
  *check({ cluster }) {
    for (const { type, sourceRanges, origin } of cluster.services)
      if (type === 'LoadBalancer' && !sourceRanges.length)
        yield {
          on: origin,
          path: ['spec'],
          message: 'the load balancer admits every client',
          fix: 'write loadBalancerSourceRanges with the blocks of the clients, unless it is for everybody',
        };
  },
};
