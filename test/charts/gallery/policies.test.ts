import { App, Yaml } from 'cdk8s';
import { AccessNginxChart } from '../../../charts/gallery/access-nginx';
import { ExamPoliciesChart } from '../../../charts/gallery/exam-policies';
import { SinglePoliciesChart } from '../../../charts/gallery/single-policies';
import '../../../network/jest';
import { relabelled } from '../../network/systems/verdicts';
import { pick } from '../../support/synth';

const access = new AccessNginxChart(new App(), 'access-nginx');
const exam = new ExamPoliciesChart(new App(), 'exam-policies');
const single = new SinglePoliciesChart(new App(), 'single-policies');

describe('access-nginx (002-31 to 002-37)', () => {
  const NGINX = 'access-nginx/nginx[Service]:80';

  it('has the policy of the row, with its type', () => {
    expect(pick(access.toJson(), 'NetworkPolicy', 'access-nginx').spec).toEqual({
      podSelector: { matchLabels: { app: 'nginx' } },
      policyTypes: ['Ingress'],
      ingress: [{ from: [{ podSelector: { matchLabels: { access: 'true' } } }] }],
    });
  });

  it('has nginx behind a Service, and busybox beside it (002-32, 002-33, 002-35)', () => {
    expect(pick(access.toJson(), 'Service', 'nginx').spec).toMatchObject({
      selector: { app: 'nginx' },
      ports: [{ port: 80 }],
    });
    const nginx = pick(access.toJson(), 'Deployment', 'nginx').spec.template;
    expect(nginx.metadata.labels).toEqual({ app: 'nginx' });
    expect(nginx.spec.containers[0]).toMatchObject({ name: 'nwp-nginx', image: expect.stringMatching(/^nginx:/) });
    const busybox = pick(access.toJson(), 'Pod', 'busybox');
    expect(busybox.metadata.labels).toEqual({ app: 'sleepy' });
    expect(busybox.spec.containers[0]).toMatchObject({ name: 'nwp-busybox', command: ['sleep', '3600'] });
  });

  it('keeps busybox out, though it knows the name (002-36)', () => {
    expect(access).toResolve('nginx', 'access-nginx/busybox');
    expect(access).not.toReach('access-nginx/busybox', NGINX);
  });

  it('lets busybox in once it is labelled access=true, and not by any other value (002-37)', () => {
    const manifests = Yaml.stringify(...access.toJson());
    const verdict = (value: string) =>
      relabelled(manifests, `access-nginx/busybox=access=${value}`).reach('access-nginx/busybox', NGINX).verdict;
    expect(verdict('true')).toBe('allowed');
    expect(verdict('yes')).toBe('denied');
  });

  it('lets in pods of its own namespace only, and everybody out (002-31, 002-34)', () => {
    expect(access).toReach('access-nginx/{access=true}', NGINX);
    expect(access).not.toReach('elsewhere/{access=true}', NGINX);
    expect(access).toBeIsolated('access-nginx/nginx[Deployment]', 'ingress');
    expect(access).not.toBeIsolated('access-nginx/nginx[Deployment]', 'egress');
  });
});

describe('single-policies (001-25 to 001-28)', () => {
  const POD = 'single-policies/{app=backend}';

  it('shuts every pod to everybody, and lets it out (001-25)', () => {
    expect(pick(single.toJson(), 'NetworkPolicy', 'deny-all').spec).toEqual({
      podSelector: {},
      policyTypes: ['Ingress'],
    });
    expect(single).not.toReach('single-policies/{app=x}', 'single-policies/{app=y}', 8080);
    expect(single).toReach('single-policies/{app=x}', '192.0.2.1:25');
  });

  it('lets the Ingress controller to the backend, where it is installed (001-26)', () => {
    const controller = '{app.kubernetes.io/name=ingress-nginx,app.kubernetes.io/component=controller}';
    expect(single).toReach(`ingress-nginx/${controller}`, POD, 8080);
    expect(single).not.toReach(`ingress-nginx/${controller}`, POD, 8081);
    expect(single).not.toReach('single-policies/{app=nginx-ingress}', POD, 8080);
  });

  it('lets one namespace to the backend (001-27, 004-34)', () => {
    expect(single).toReach('frontend/{app=x}', 'single-policies/{tier=backend}', 8080);
    expect(single).not.toReach('frontend/{app=x}', 'single-policies/{tier=backend}', 9090);
    expect(single).not.toReach('elsewhere/{app=x}', 'single-policies/{tier=backend}', 8080);
  });

  it('lets the API look up names and speak HTTPS outside, and nothing else (001-28)', () => {
    const api = 'single-policies/{app=api}';
    expect(single).toReach(api, 'kube-system/{k8s-app=kube-dns}', '53/UDP');
    expect(single).toReach(api, 'kube-system/{k8s-app=kube-dns}', '53/TCP');
    expect(single).not.toReach(api, 'elsewhere/{app=x}', '53/UDP');
    expect(single).toReach(api, '1.1.1.1:443');
    expect(single).not.toReach(api, '1.1.1.1:80');
    expect(single).not.toReach(api, '169.254.169.254:443');
  });
});

describe('exam-policies (004-13 to 004-29)', () => {
  const BACKEND = 'exam-policies/backend[Service]:80';

  it('has the names of the rows', () => {
    const names = exam.toJson().flatMap(({ kind, metadata }) => (kind === 'NetworkPolicy' ? [metadata.name] : []));
    expect(names.sort()).toEqual(['allow-all-egress', 'allow-frontend-to-nginx', 'db-policy', 'default-deny-ingress']);
  });

  it('lets the role in, from its own namespace (004-13)', () => {
    expect(exam).toReach('exam-policies/frontend', BACKEND);
    expect(exam).not.toReach('exam-policies/{role=other}', BACKEND);
    expect(exam).not.toReach('elsewhere/{role=frontend}', BACKEND);
  });

  it('lets nobody else in, and everybody out (004-14, 004-15)', () => {
    expect(exam).not.toReach('exam-policies/backend[Deployment]', 'exam-policies/frontend[Service]:80');
    expect(exam).toReach('exam-policies/frontend', '192.0.2.1:25');
  });

  it('has a name for what the frontend asks (004-27)', () => {
    expect(exam).toResolve('backend', 'exam-policies/frontend');
  });

  it('lets the application to its database (004-29)', () => {
    expect(exam).toReach('exam-policies/{app=web}', 'exam-policies/{app=db}', 3306);
    expect(exam).not.toReach('exam-policies/{app=web}', 'exam-policies/{app=db}', 3307);
    expect(exam).not.toReach('exam-policies/frontend', 'exam-policies/{app=db}', 3306);
  });
});
