import { describeRule, lines } from '../../support/describe-rule';
import { service } from '../../support/objects';

const external = (externalName: string, more: object = {}) =>
  lines(service({ type: 'ExternalName', externalName, ...more }));

describeRule('service/external-name-is-address', {
  finds: ['192.0.2.7', '2001:db8::7'].map(
    (address) =>
      [
        `the address ${address}`,
        external(address),
        `Service shop/api spec.externalName:1: ${address} is an address, and DNS takes it for a name → write the DNS name of the host, or a Service without selector and an EndpointSlice that holds ${address}`,
      ] as const,
  ),
  isSilentOn: [
    ['a name', external('db.example.com')],
    ['a name that only looks like an address', external('192.0.2.7.nip.io')],
  ],
});

describeRule('service/external-name-ignores', {
  finds: [
    [
      'a selector, and takes it away',
      external('db.example.com', { selector: { app: 'db' } }),
      'Service shop/api spec.selector:1: selects app=db, which ExternalName has no use for → take selector away {spec.selector=undefined}',
    ],
    [
      'a port that is to be another one behind it',
      external('db.example.com', { ports: [{ port: 80, targetPort: 8080 }] }),
      'Service shop/api spec.ports[0].targetPort:1: port 80 is not sent on to 8080: clients of an ExternalName connect to the port that they ask for → take targetPort away {spec.ports.0.targetPort=undefined}',
    ],
  ],
  isSilentOn: [
    ['the name alone', external('db.example.com')],
    ['a port, for those who read it', external('db.example.com', { ports: [{ port: 5432, targetPort: 5432 }] })],
    [
      'a selector of another type',
      lines(service({ selector: { app: 'db' }, ports: [{ port: 80, targetPort: 8080 }] })),
    ],
  ],
});
