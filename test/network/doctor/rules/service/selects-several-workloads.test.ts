import { describeRule, lines } from '../../support/describe-rule';
import { service, workload } from '../../support/objects';

const part = (name: string, port: number | undefined, more: object = {}) =>
  workload({
    name,
    labels: { app: 'shop', part: name },
    container: { ...(port && { ports: [{ containerPort: port }] }) },
    ...more,
  });
const shop = (targetPort: number | string = 8080) =>
  service({ selector: { app: 'shop' }, ports: [{ port: 80, targetPort }] });
const version = (name: string, image: string) =>
  workload({
    name,
    labels: { app: 'shop', version: name },
    container: { image, ports: [{ containerPort: 8080 }] },
  });

describeRule('service/selects-several-workloads', {
  finds: [
    [
      'pods that do not listen on the port',
      lines(part('api', 8080), part('worker', 9090), shop()),
      'Service shop/api spec.selector:5: app=shop selects shop/api[Deployment], shop/worker[Deployment], and TCP 8080 is declared by shop/api[Deployment] alone, not by shop/worker[Deployment] → add a label that only one of them has: part: api or part: worker',
    ],
    [
      'pods of a Job',
      lines(part('api', undefined), part('loader', undefined, { kind: 'Job' }), shop()),
      'Service shop/api spec.selector:5: app=shop selects shop/api[Deployment], shop/loader[Job], and shop/loader[Job] runs to its end and serves nobody → add a label that only one of them has: part: api or part: loader',
    ],
    [
      'different things on the same port',
      lines(part('api', 8080), part('admin', 8080), shop()),
      'Service shop/api spec.selector:5: app=shop selects shop/api[Deployment], shop/admin[Deployment], and their images and labels say that they are different things → add a label that only one of them has: part: api or part: admin',
    ],
    [
      'a port name that leaves the others out by luck',
      lines(
        part('api', 0, { container: { ports: [{ name: 'http', containerPort: 8080 }] } }),
        part('worker', 9090),
        shop('http'),
      ),
      'Service shop/api spec.selector:5: app=shop selects shop/api[Deployment], shop/worker[Deployment], and TCP http is declared by shop/api[Deployment] alone, not by shop/worker[Deployment] → add a label that only one of them has: part: api or part: worker',
    ],
    [
      'pods that a version alone tells apart, which no selector may name',
      lines(
        workload({ labels: { app: 'shop', 'app.kubernetes.io/version': '1.16.0' } }),
        workload({ name: 'loader', labels: { app: 'shop' }, kind: 'Job' }),
        shop(),
      ),
      'Service shop/api spec.selector:5: app=shop selects shop/api[Deployment], shop/loader[Job], and shop/loader[Job] runs to its end and serves nobody → add a label that only one of them has',
    ],
  ],
  isSilentOn: [
    [
      'the test of a Helm chart, which is there for a moment',
      lines(part('api', 8080), shop(), {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          name: 'test',
          namespace: 'shop',
          labels: { app: 'shop' },
          annotations: { 'helm.sh/hook': 'test' },
        },
        spec: { containers: [{ name: 'wget', image: 'registry.example/wget:1.4.2' }] },
      }),
    ],
    ['one workload', lines(part('api', 8080), shop())],
    [
      'two versions of one image',
      lines(version('stable', 'registry.example/shop:1.4.2'), version('canary', 'registry.example/shop:1.5.0'), shop()),
    ],
    [
      'two images that the label "version" alone tells apart',
      lines(version('v1', 'registry.example/shop-v1:1.4.2'), version('v2', 'registry.example/shop-v2:1.4.2'), shop()),
    ],
    [
      'a workload that is scaled to 0',
      lines(part('api', 8080), part('worker', 9090, { spec: { replicas: 0 } }), shop()),
    ],
  ],
});
