import { describeRule, lines } from '../../support/describe-rule';
import { service, workload } from '../../support/objects';

const api = workload({ container: { ports: [{ containerPort: 8080 }] } });
const apiService = service({ selector: { app: 'api' }, ports: [{ port: 80, targetPort: 8080 }] });
const client = (container: object, more: object = {}) => workload({ name: 'client', container, ...more });
const told = (value: string, name = 'API_URI') => client({ env: [{ name, value }] });
const shop = (...more: object[]) => lines(...more, api, apiService);
const VALUE = 'Deployment shop/client spec.template.spec.containers[0].env[0].value:1';

describeRule('env/service-missing', {
  finds: [
    [
      'a slip in the name',
      shop(told('http://apis:80/prices')),
      `${VALUE}: variable API_URI names apis, which does not resolve: namespace shop has no Service apis; the nearest name is api.shop.svc.cluster.local → write api.shop.svc.cluster.local`,
    ],
    [
      'a Service of another namespace',
      shop(told('http://web'), service({ name: 'web', namespace: 'front', ports: [{ port: 80 }] })),
      `${VALUE}: variable API_URI names web, which does not resolve: namespace shop has no Service web; there is one in front: write web.front.svc.cluster.local → write web.front.svc.cluster.local`,
    ],
    [
      'pods for a Service',
      shop(told('client:8080')),
      `${VALUE}: variable API_URI names client, which does not resolve: namespace shop has no Service client; client is shop/client[Deployment], and pods have no name of their own in DNS; put a Service in front of it → put a Service in front of shop/client[Deployment]`,
    ],
    [
      'a name of the cluster for pods that ask their node',
      shop(client({ env: [{ name: 'API_URI', value: 'http://api' }] }, { pod: { hostNetwork: true } })),
      `${VALUE}: variable API_URI names api, which does not resolve: a pod on the host network asks the name servers of the node, which know no names of the cluster; set dnsPolicy ClusterFirstWithHostNet → set dnsPolicy: ClusterFirstWithHostNet`,
    ],
    [
      'the name of a pod that a Deployment has not',
      shop(told('http://api-0.api:8080')),
      `${VALUE}: variable API_URI names api-0.api, which does not resolve: under Service shop/api only pods have names that a StatefulSet with serviceName api made, or that set hostname and subdomain; it selects shop/api[Deployment], and none is called api-0 → write a name that the pods have under api`,
    ],
    [
      'a name in an argument',
      shop(client({ args: ['--api-url=http://apis'] })),
      'Deployment shop/client spec.template.spec.containers[0].args[0]:1: argument --api-url names apis, which does not resolve: namespace shop has no Service apis; the nearest name is api.shop.svc.cluster.local → write api.shop.svc.cluster.local',
    ],
  ],
  isSilentOn: [
    ['the name of a Service', shop(told('http://api'))],
    ['its name with the namespace', shop(told('http://api.shop.svc.cluster.local:80'))],
    ['an address', shop(told('http://192.0.2.7:8080'))],
    ['the pod itself', shop(told('http://localhost:8080'))],
    ['a host outside', shop(told('https://api.example.com'))],
    ['a name that is filled in later', shop(told('http://apis-$(STAGE)'))],
    ['a name of another kind', shop(told('s3://apis/prices'))],
    ['an image, which looks like a host and port', shop(told('apis:80', 'API_IMAGE'))],
    ['a script, which may do anything', shop(client({ args: ['wait http://apis && run'] }))],
    [
      'a Service that is refused for a fault of its own',
      shop(told('http://apis'), service({ name: 'apis', ports: [{ port: 0 }] })),
    ],
    [
      'an alias of the pods',
      shop(
        client(
          { env: [{ name: 'API_URI', value: 'http://apis' }] },
          { pod: { hostAliases: [{ ip: '192.0.2.7', hostnames: ['apis'] }] } },
        ),
      ),
    ],
  ],
});

describeRule('env/service-unknown', {
  finds: [
    [
      'a Service that the input does not have',
      shop(told('http://inventory.shop.svc.cluster.local')),
      `${VALUE}: variable API_URI names inventory.shop.svc.cluster.local: namespace shop has no Service inventory → add a Service inventory to namespace shop`,
    ],
    [
      'a slip in the namespace, which may be one of its own',
      shop(told('http://api.shops.svc')),
      `${VALUE}: variable API_URI names api.shops.svc: namespace shops has no Service api; there is one in shop: write api.shop.svc.cluster.local → write api.shop.svc.cluster.local`,
    ],
  ],
  isSilentOn: [
    ['a Service of a namespace that is not in the input', shop(told('http://grafana.monitoring.svc:3000'))],
    ['what comes with the cluster', shop(told('https://kubernetes.default.svc'), told('kube-dns.kube-system.svc:53'))],
    ['a plain word', shop(told('inventory', 'API_HOST'))],
  ],
});

const headless = (targetPort: number | string, port = 80) =>
  service({ clusterIP: 'None', selector: { app: 'api' }, ports: [{ port, targetPort }] });

describeRule('env/service-port', {
  finds: [
    [
      'the port of the pods for that of the Service',
      shop(told('http://api:8080')),
      `${VALUE}: variable API_URI connects to port 8080 of api; Service shop/api has no port 8080; it has TCP 80; 8080 is the port of its pods, behind its port 80 → write port 80, or give Service shop/api the port 8080`,
    ],
    [
      'the usual port of the scheme',
      shop(told('https://api')),
      `${VALUE}: variable API_URI connects to port 443 of api; Service shop/api has no port 443; it has TCP 80 → write TCP 80`,
    ],
    [
      'one of a list',
      shop(told('api:80,api.shop.svc:81', 'API_SERVERS')),
      `${VALUE}: variable API_SERVERS connects to port 81 of api.shop.svc; Service shop/api has no port 81; it has TCP 80 → write TCP 80`,
    ],
    [
      'the port of a headless Service, which nobody translates',
      lines(told('http://api:80'), api, headless(8080)),
      `${VALUE}: variable API_URI connects to port 80 of api; Service shop/api is headless: its name leads straight to its pods, which listen on 8080 → write port 8080`,
    ],
  ],
  isSilentOn: [
    ['the port of the Service', shop(told('http://api:80'))],
    ['the port of the pods of a headless Service', lines(told('http://api:8080'), api, headless(8080))],
    ['a headless Service whose pods listen on its port', lines(told('http://api:8080'), api, headless(9090, 8080))],
    ['a headless Service without pods here', lines(told('http://api:80'), headless(8080))],
    [
      'a headless Service whose pods do not say what they listen on',
      lines(told('http://api:80'), workload(), headless(8080)),
    ],
    [
      'a URL whose port is in another variable',
      shop(
        client({
          env: [
            { name: 'API_URI', value: 'https://api' },
            { name: 'API_PORT', value: '80' },
          ],
        }),
      ),
    ],
    [
      'a headless Service, whose name leads to the pods',
      lines(
        told('http://api:8080'),
        api,
        service({ clusterIP: 'None', selector: { app: 'api' }, ports: [{ port: 80 }] }),
      ),
    ],
    [
      'a name for a host outside',
      shop(
        told('http://ext:8080'),
        service({ name: 'ext', type: 'ExternalName', externalName: 'a.example.com', ports: [{ port: 80 }] }),
      ),
    ],
  ],
});

const policy = (spec: object) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'api', namespace: 'shop' },
  spec: { podSelector: { matchLabels: { app: 'api' } }, policyTypes: ['Ingress'], ...spec },
});
const from = (app: string, port: number) =>
  policy({ ingress: [{ from: [{ podSelector: { matchLabels: { app } } }], ports: [{ port }] }] });

describeRule('env/service-denied', {
  finds: [
    [
      "the Service's port in the policy of the pods",
      shop(told('http://api'), from('client', 80)),
      `${VALUE}: variable API_URI connects to api, which leads to TCP 8080 of shop/api[Deployment], and the policies deny it: NetworkPolicy shop/api isolates ingress to shop/api[Deployment], and no rule admits it: spec.ingress[0] of shop/api: it admits TCP 80, not TCP 8080 → add TCP 8080 to the ports of spec.ingress[0] of NetworkPolicy shop/api (test.yaml:3)`,
    ],
  ],
  isSilentOn: [
    ['a policy that admits it', shop(told('http://api'), from('client', 8080))],
    ['a connection that nobody is told of', shop(client({}), from('other', 8080))],
    [
      'a policy that is refused: who knows what it would admit',
      shop(told('http://api'), from('other', 8080), {
        ...policy({ ingress: [{ from: [{}] }] }),
        metadata: { name: 'more', namespace: 'shop' },
      }),
    ],
    ...[
      ['policies of Cilium', 'cilium.io/v2', 'CiliumNetworkPolicy', { namespace: 'shop' }],
      ['policies of Calico', 'projectcalico.org/v3', 'GlobalNetworkPolicy', {}],
      ['policies of the cluster', 'policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy', {}],
    ].map(
      ([what, apiVersion, kind, metadata]) =>
        [
          `${what} beside, which may admit it`,
          shop(told('http://api'), from('other', 8080), {
            apiVersion,
            kind,
            metadata: { name: 'more', ...(metadata as object) },
          }),
        ] as const,
    ),
    [
      'pods on the network of their node, which policies may not bind',
      lines(
        told('http://api'),
        workload({ pod: { hostNetwork: true }, container: { ports: [{ containerPort: 8080 }] } }),
        apiService,
        from('other', 8080),
      ),
    ],
  ],
});
