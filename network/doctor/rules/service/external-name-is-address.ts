import { parseAddress } from '../../../cluster/address';
import type { Rule } from '../../rule';

const external = (externalName: string) => `
apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec: { type: ExternalName, externalName: ${externalName} }
`;

export const externalNameIsAddress: Rule = {
  id: 'service/external-name-is-address',
  severity: 'error',
  summary: 'A Service of type ExternalName gives an address where DNS wants a name.',
  why: 'externalName becomes a CNAME record, and those point to names. 192.0.2.7 is looked up as a name of four digits, which nobody has.',
  fix: 'Write a DNS name, or a Service without a selector and an EndpointSlice with the address.',
  bad: external('192.0.2.7'),
  good: external('db.example.com'),
  *check({ cluster }) {
    for (const { type, externalName, origin } of cluster.services)
      if (type === 'ExternalName' && externalName !== undefined && parseAddress(externalName))
        yield {
          on: origin,
          path: ['spec', 'externalName'],
          message: `${externalName} is an address, and DNS takes it for a name`,
          fix: `write the DNS name of the host, or a Service without selector and an EndpointSlice that holds ${externalName}`,
        };
  },
};
