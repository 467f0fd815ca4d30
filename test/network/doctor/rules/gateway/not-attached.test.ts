import { gateway, route } from '../../../../../network/doctor/rules/gateway/example';
import { findingsOf } from '../../support/findings';
import { ruleSays } from '../../support/rule-says';

const listener = (more = '') => gateway(`{ name: http, port: 80, protocol: HTTP${more} }`, { namespace: 'edge' });
const EDGE = { parent: '{ name: public, namespace: edge }' };
const SELECTED = ', allowedRoutes: { namespaces: { from: Selector, selector: { matchLabels: { edge: "true" } } } }';
const ALL = ', allowedRoutes: { namespaces: { from: All } }';
const labelled = (value: string) => `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { edge: "${value}" } }
---`;

ruleSays(
  'gateway/not-attached',
  [
    [
      'a listener for its own namespace alone',
      listener() + route(undefined, EDGE),
      [
        'error HTTPRoute shop/web spec.parentRefs[0]:14 listener http of Gateway edge/public takes routes of its own namespace edge, not of namespace shop → let the listener admit the route (allowedRoutes, hostname), or name another listener',
      ],
    ],
    [
      'labels that the namespace does not have',
      labelled('false') + listener(SELECTED) + route(undefined, EDGE),
      [
        'error HTTPRoute shop/web spec.parentRefs[0]:18 listener http of Gateway edge/public takes routes of namespaces edge=true, not of namespace shop → let the listener admit the route (allowedRoutes, hostname), or name another listener',
      ],
    ],
    [
      'hosts that share nothing',
      gateway('{ name: http, port: 80, protocol: HTTP, hostname: "*.example" }') +
        route(undefined, { spec: 'hostnames: [shop.test]' }),
      [
        'error HTTPRoute shop/web spec.parentRefs[0]:14 listener http of Gateway shop/public is for *.example, and HTTPRoute shop/web for shop.test → let the listener admit the route (allowedRoutes, hostname), or name another listener',
      ],
    ],
    [
      'a protocol that other routes go with',
      gateway('{ name: tcp, port: 5432, protocol: TCP }') + route(),
      [
        'error HTTPRoute shop/web spec.parentRefs[0]:14 listener tcp of Gateway shop/public takes TCPRoute, not HTTPRoute → let the listener admit the route (allowedRoutes, hostname), or name another listener',
      ],
    ],
    [
      'a listener that is not there',
      gateway() + route(undefined, { parent: '{ name: public, sectionName: https }' }),
      [
        'error HTTPRoute shop/web spec.parentRefs[0].sectionName:14 Gateway public has no listener called https; it has http (port 80) → name one of these: http (port 80)',
      ],
    ],
    [
      'a port that is not there',
      gateway() + route(undefined, { parent: '{ name: public, port: 443 }' }),
      [
        'error HTTPRoute shop/web spec.parentRefs[0].port:14 Gateway public has no listener on port 443; it has http (port 80) → name one of these: http (port 80)',
      ],
    ],
  ],
  [
    ['a listener of the same namespace', gateway() + route()],
    ['a listener for all namespaces', listener(ALL) + route(undefined, EDGE)],
    ['labels that the namespace has', labelled('true') + listener(SELECTED) + route(undefined, EDGE)],
    ['a namespace whose labels are not in the input', listener(SELECTED) + route(undefined, EDGE)],
    [
      'a host below a wildcard',
      gateway('{ name: http, port: 80, protocol: HTTP, hostname: "*.example" }') +
        route(undefined, { spec: 'hostnames: [shop.example]' }),
    ],
    [
      'one listener of several',
      gateway('{ name: tcp, port: 5432, protocol: TCP }\n    - { name: http, port: 80, protocol: HTTP }') + route(),
    ],
    ['a protocol of somebody else', gateway('{ name: own, port: 80, protocol: proxy.example/own }') + route()],
    ['a Gateway that is not in the input', route()],
  ],
);

describe('gateway/not-attached', () => {
  const toHttps = route(undefined, { parent: '{ name: public, sectionName: https }' });
  it('is silent on a Gateway that is there twice: the other one may have the listener', () => {
    const twice = gateway() + gateway('{ name: https, port: 443, protocol: HTTPS }') + toHttps;
    expect(findingsOf('input/duplicate', twice)).toHaveLength(1);
    expect(findingsOf('gateway/not-attached', twice)).toEqual([]);
  });
});
