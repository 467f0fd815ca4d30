import { describeRule, lines } from '../../support/describe-rule';
import { service, workload } from '../../support/objects';

const HASH = { 'cdk8s.io/metadata.addr': 'shop-api-c8f2a9d1' };
const selecting = (selector: Record<string, string>) =>
  lines(workload({ labels: { app: 'api', ...HASH } }), service({ selector, ports: [{ port: 80 }] }));

describeRule('service/hashed-selector', {
  finds: [
    [
      'the hash alone',
      selecting(HASH),
      'Service shop/api spec.selector:3: the only label of the selector is the hash cdk8s.io/metadata.addr → give the pods a label that says what they are, such as app, and select by it',
    ],
  ],
  isSilentOn: [
    ['the hash beside a label', selecting({ app: 'api', ...HASH })],
    ['a label', selecting({ app: 'api' })],
    ['no selector', lines(service({ ports: [{ port: 80 }] }))],
  ],
});
