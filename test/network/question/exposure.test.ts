import { readNetwork } from '../../../network';

const pod = (name: string, { namespace = 'prod', labels = `app: ${name}`, spec = '', port = 8080 } = {}) => `
---
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: ${namespace}, labels: { ${labels} } }
spec: { containers: [{ ports: [{ name: http, containerPort: ${port} ${spec} }] }] }
`;
const web = pod('web');
const service = (spec: string, name = 'web', namespace = 'prod') => `
---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${namespace} }
spec: { selector: { app: ${name} }, ports: [{ port: 80, targetPort: http }], ${spec} }
`;
const policy = (ingress: string, name = 'web', namespace = 'prod') => `
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name}, namespace: ${namespace} }
spec: { podSelector: { matchLabels: { app: ${name} } }, ingress: [${ingress}], policyTypes: [Ingress] }
`;
const block = (cidr: string) => `{ from: [{ ipBlock: { cidr: ${cidr} } }] }`;
const ofNamespace = (name: string) =>
  `{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ${name} } } }] }`;
const ingress = (more = '') => `
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop, namespace: prod }
spec:
  ${more}
  rules:
    - host: shop.example.com
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] }
`;
const controller = pod('controller', {
  namespace: 'ingress-nginx',
  labels: 'app: controller, app.kubernetes.io/name: ingress-nginx, app.kubernetes.io/component: controller',
  port: 80,
});
const gateway = `
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: prod }
spec: { gatewayClassName: any, listeners: [{ name: web, protocol: HTTP, port: 80 }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: shop, namespace: prod }
spec:
  parentRefs: [{ name: edge }]
  hostnames: [shop.example.com]
  rules: [{ backendRefs: [{ name: web, port: 80 }] }]
`;
const edge = pod('edge', { labels: 'app: edge, gateway.networking.k8s.io/gateway-name: edge', port: 80 });

const shown = (yaml: string) =>
  readNetwork(yaml)
    .exposure()
    .map(({ kind, verdict, targets }) => [
      kind,
      verdict,
      ...targets.map(({ from, to, port }) => `${from} > ${to} ${port}`),
    ]);

describe('what is exposed to the outside', () => {
  const anyone = 'any address outside > prod/web[Pod] TCP 8080';
  const nameless = '{ingress-controller} > prod/web[Pod] TCP 8080';
  const nginx = 'ingress-nginx/controller[Pod] > prod/web[Pod] TCP 8080';
  const alone = 'allocateLoadBalancerNodePorts: false';
  const balancer = service(`type: LoadBalancer, ${alone}`);
  const local = service(`type: LoadBalancer, ${alone}, externalTrafficPolicy: Local`);
  const limited = service(
    `type: LoadBalancer, ${alone}, externalTrafficPolicy: Local, loadBalancerSourceRanges: [10.0.0.0/8]`,
  );

  it.each<[string, string, string[][]]>([
    ['nothing behind a cluster IP', web + service('type: ClusterIP'), []],
    ['a load balancer', web + balancer, [['LoadBalancer', 'allowed', anyone]]],
    [
      'a load balancer and its node ports',
      web + service('type: LoadBalancer'),
      [
        ['LoadBalancer', 'allowed', anyone],
        ['NodePort', 'allowed', anyone],
      ],
    ],
    ['a port of the nodes', web + service('type: NodePort'), [['NodePort', 'allowed', anyone]]],
    ['nobody behind a load balancer without endpoints', balancer, [['LoadBalancer', 'not applicable']]],
    [
      'a load balancer whose clients policies do not admit',
      web + local + policy(''),
      [['LoadBalancer', 'denied', anyone]],
    ],
    [
      'clients that may have the address of the own node',
      web + balancer + policy(''),
      [['LoadBalancer', 'undecidable', anyone]],
    ],
    [
      'a rule for everybody, whatever address is seen',
      web + balancer + policy('{ ports: [{ port: http }] }'),
      [['LoadBalancer', 'allowed', anyone]],
    ],
    [
      'every address, whatever address is seen',
      web + balancer + policy(block('0.0.0.0/0')),
      [['LoadBalancer', 'allowed', anyone]],
    ],
    ['some of the clients', web + local + policy(block('10.0.0.0/9')), [['LoadBalancer', 'undecidable', anyone]]],
    [
      'just those of the source ranges',
      web + limited + policy(block('10.0.0.0/8')),
      [['LoadBalancer', 'allowed', '10.0.0.0-10.255.255.255 > prod/web[Pod] TCP 8080']],
    ],
    [
      'none of those of the source ranges',
      web + limited + policy(block('11.0.0.0/8')),
      [['LoadBalancer', 'denied', '10.0.0.0-10.255.255.255 > prod/web[Pod] TCP 8080']],
    ],
    ['a port of the host', pod('web', { spec: ', hostPort: 80' }) + policy(''), [['HostPort', 'denied', anyone]]],
    [
      'a pod on the network of its node',
      web.replace('spec: {', 'spec: { hostNetwork: true,') + policy(''),
      [['HostNetwork', 'undecidable', anyone]],
    ],
    [
      'a pod on the network of its node, with ports that nobody declares',
      web.replace(/spec:.*/, 'spec: { hostNetwork: true, containers: [{}] }'),
      [['HostNetwork', 'undecidable']],
    ],
    ['an Ingress', web + service('') + ingress(), [['Ingress', 'allowed', nameless]]],
    [
      'an Ingress whose controller policies do not admit',
      web + service('') + ingress() + policy(''),
      [['Ingress', 'denied', nameless]],
    ],
    [
      'an Ingress whose controller is not there but may be admitted',
      web + service('') + ingress() + policy(ofNamespace('ingress-nginx')),
      [['Ingress', 'undecidable', nameless]],
    ],
    [
      'an Ingress that its controller may pass on',
      web + service('') + ingress() + controller + policy(ofNamespace('ingress-nginx')),
      [['Ingress', 'allowed', nginx]],
    ],
    [
      'an Ingress that its controller may not pass on',
      web + service('') + ingress() + controller + policy(ofNamespace('traefik')),
      [['Ingress', 'denied', nginx]],
    ],
    ['an Ingress without a Service', web + ingress(), [['Ingress', 'not applicable']]],
    [
      'a route of a Gateway that nobody knows',
      web + service('') + gateway + policy(''),
      [['HTTPRoute', 'denied', nameless]],
    ],
    [
      'a route of a Gateway by its own pods',
      web + service('') + gateway + edge + policy('{ from: [{ podSelector: { matchLabels: { app: edge } } }] }'),
      [['HTTPRoute', 'allowed', 'prod/edge[Pod] > prod/web[Pod] TCP 8080']],
    ],
  ])('is %s', (_, yaml, expected) => {
    expect(shown(yaml)).toEqual(expected);
  });

  it('is undecidable where the pods of one Service differ', () => {
    const blue = pod('blue', { labels: 'app: web, tier: blue' });
    const yaml = web + blue + local + policy('').replace('app: web }', 'tier: blue }');
    const [{ verdict, targets }] = readNetwork(yaml).exposure() as [
      ReturnType<ReturnType<typeof readNetwork>['exposure']>[number],
    ];
    expect(verdict).toBe('undecidable');
    expect(targets.map((target) => target.verdict)).toEqual(['allowed', 'denied']);
  });

  it('says who and where: the object, the source ranges, the place', () => {
    expect(readNetwork(web + limited).exposure()).toMatchObject([
      {
        subject: 'Service prod/web',
        at: 'TCP 80 of its load balancer',
        sources: ['10.0.0.0-10.255.255.255'],
        targets: [{ workload: 'prod/web[Pod]' }],
        position: { source: 'text' },
      },
    ]);
  });

  it('names the rules that may admit a controller that is not in the input', () => {
    const [entry] = readNetwork(web + service('') + ingress() + policy(ofNamespace('ingress-nginx'))).exposure();
    expect(entry!.targets[0]!.reason).toBe(
      'the input does not have the pods of the controller, which spec.ingress[0] of NetworkPolicy prod/web may admit',
    );
  });

  it('leaves open what endpoints that are no pods do', () => {
    const yaml = `${service('type: LoadBalancer').replace('selector: { app: web }, ', '')}
---
apiVersion: v1
kind: Endpoints
metadata: { name: web, namespace: prod }
subsets: [{ addresses: [{ ip: 203.0.113.9 }], ports: [{ port: 80 }] }]
`;
    expect(shown(yaml)[0]).toEqual(['LoadBalancer', 'undecidable', 'any address outside > 203.0.113.9 TCP 80']);
  });
});

describe('a URL from outside', () => {
  const ask = (yaml: string, url = 'http://shop.example.com/cart', from = 'internet') =>
    readNetwork(yaml).reach(from, url);
  const shop = web + service('') + ingress();
  const front = (spec: string) =>
    controller + service(`type: LoadBalancer, externalTrafficPolicy: Local, ${spec}`, 'controller', 'ingress-nginx');
  const isolated = (rule: string) => policy(rule, 'controller', 'ingress-nginx');
  const external = `${service('type: ExternalName, externalName: shop.example.net')}${ingress()}`;
  const both = web + service('') + ingress('ingressClassName: nginx') + gateway;

  it.each<[string, string, string, string]>([
    ['gets through a controller of which nothing is known', shop, 'allowed', 'no policy isolates'],
    [
      'does not where policies stop the controller',
      shop + policy(''),
      'denied',
      'NetworkPolicy prod/web isolates ingress to prod/web[Pod]',
    ],
    [
      'may get through where the controller may be admitted',
      shop + policy(ofNamespace('x')),
      'undecidable',
      'does not have the pods of the controller',
    ],
    [
      'gets through a controller that is admitted',
      shop + controller + policy(ofNamespace('ingress-nginx')),
      'allowed',
      'spec.ingress[0] of NetworkPolicy prod/web admits',
    ],
    ['gets through to the controller and on', shop + front(''), 'allowed', 'no policy isolates'],
    [
      'does not get to the controller past a policy',
      shop + front('') + isolated(''),
      'denied',
      'isolates ingress to ingress-nginx/controller[Pod]',
    ],
    [
      'does not get to the controller past the source ranges',
      shop + front('loadBalancerSourceRanges: [10.0.0.0/8]'),
      'denied',
      'loadBalancerSourceRanges admit only 10.0.0.0-10.255.255.255',
    ],
    [
      'may get to the controller from some addresses',
      shop + front('') + isolated(block('8.0.0.0/8')),
      'undecidable',
      'admit some of these addresses',
    ],
    [
      'is for nobody without a rule',
      web,
      'not applicable',
      'no Ingress, Gateway or Route of the input takes http://shop.example.com/cart',
    ],
    [
      'is for nobody where the Service is not there',
      web + ingress(),
      'not applicable',
      'namespace prod has no Service web',
    ],
    ['may lead out again', external, 'undecidable', 'what shop.example.net is, DNS tells the controller'],
    ['gets through either of two controllers', both, 'allowed', 'no policy isolates'],
    [
      'does not where neither of two controllers gets through',
      both + policy(''),
      'denied',
      'NetworkPolicy prod/web isolates',
    ],
  ])('%s', (_, yaml, verdict, reason) => {
    const answer = ask(yaml);
    expect({ verdict: answer.verdict, reason: answer.reason }).toEqual({
      verdict,
      reason: expect.stringContaining(reason),
    });
  });

  it('is answered for the client that asks', () => {
    const limited = shop + front('loadBalancerSourceRanges: [10.0.0.0/8]');
    expect(ask(limited, undefined, '10.1.2.3').verdict).toBe('allowed');
    expect(ask(limited, undefined, '11.1.2.3').verdict).toBe('denied');
  });

  it('shows both connections, and how to allow it', () => {
    const { from, to, port, parts, remedy } = ask(shop + front('') + policy(''));
    expect({ from, to, port }).toEqual({ from: 'the internet', to: 'http://shop.example.com/cart', port: 'TCP 80' });
    expect(parts!.map(({ from, to, verdict }) => `${from} > ${to}: ${verdict}`)).toEqual([
      'the internet > ingress-nginx/controller[Pod]: allowed',
      'ingress-nginx/controller[Pod] > prod/web[Pod]: denied',
    ]);
    expect(remedy).toContain('add a rule from ingress-nginx/controller[Pod] on TCP 8080 to NetworkPolicy prod/web');
  });

  it('says so where the input has no way to the controller', () => {
    expect(ask(shop).steps).toContain('the input does not say how requests come to the controller');
    expect(ask(shop + front('')).steps).not.toContain('the input does not say how requests come to the controller');
  });

  it('gets nothing but a redirect', () => {
    const redirect = '{ filters: [{ type: RequestRedirect, requestRedirect: { scheme: https } }] }';
    const yaml = web + gateway.replace('{ backendRefs: [{ name: web, port: 80 }] }', redirect);
    expect(ask(yaml)).toMatchObject({
      verdict: 'not applicable',
      reason: expect.stringContaining('redirects to https://'),
    });
  });

  it('stays a question of DNS for pods, and host names for whoever is outside are none', () => {
    expect(() => ask(shop, 'shop.example.com:80')).toThrow(
      'from outside, ask for a URL, such as http://shop.example.com/',
    );
    expect(readNetwork(shop).reach('prod/web', 'http://web.prod/').steps[0]).toContain(
      'Service prod/web: its cluster IP',
    );
  });
});
