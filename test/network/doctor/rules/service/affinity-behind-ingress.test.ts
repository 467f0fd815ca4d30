import { describeRule, lines } from '../../support/describe-rule';
import { service, workload } from '../../support/objects';

const api = (more: object) => service({ selector: { app: 'api' }, ports: [{ port: 80 }], ...more });
const ingress = (name: string) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { defaultBackend: { service: { name, port: { number: 80 } } } },
});

describeRule('service/affinity-behind-ingress', {
  finds: [
    [
      'affinity of a Service that an Ingress leads to',
      lines(workload(), api({ sessionAffinity: 'ClientIP' }), ingress('api')),
      'Service shop/api spec.sessionAffinity:3: sessionAffinity ClientIP does not hold for what comes through Ingress shop/web → let the Ingress controller set a cookie, or keep it for clients inside of the cluster alone',
    ],
  ],
  isSilentOn: [
    ['affinity without an Ingress', lines(workload(), api({ sessionAffinity: 'ClientIP' }))],
    ['an Ingress to another Service', lines(workload(), api({ sessionAffinity: 'ClientIP' }), ingress('other'))],
    ['no affinity', lines(workload(), api({ sessionAffinity: 'None' }), ingress('api'))],
  ],
});
