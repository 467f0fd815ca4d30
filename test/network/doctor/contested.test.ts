import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Doctor } from '../../../network';

const rendering = (port: string, label: string, note = '') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: api, namespace: shop${note} }
spec:
  selector: { matchLabels: { app: ${label} } }
  template:
    metadata: { labels: { app: ${label} } }
    spec: { containers: [{ name: api, image: "registry.example/api:1.4.2", ports: [{ name: ${port}, containerPort: 8080 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: api, namespace: shop${note} }
spec: { selector: { app: ${label} }, ports: [{ port: 80, targetPort: ${port} }] }
`;
const IGNORED = ', annotations: { gridwall/ignore: "input/duplicate: prod overlays dev" }';
/** Selects nothing, in a namespace of its own. */
const ELSEWHERE = `---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: other, labels: { app: web } }
spec: { containers: [{ name: web, image: "registry.example/web:1.4.2" }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: other }
spec: { selector: { app: wep }, ports: [{ port: 80 }] }
`;
const BROKEN_ROUTE = `---
apiVersion: v1
kind: Service
metadata: { name: old, namespace: shop }
spec: { selector: { app: dev }, ports: [{ port: 80, targetPort: http }] }
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contested-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function doctorOf(dev: string, prod: string, settings = ''): Doctor {
  writeFileSync(join(folder, 'dev.yaml'), dev);
  writeFileSync(join(folder, 'prod.yaml'), prod);
  const config = join(folder, 'settings');
  writeFileSync(config, settings);
  return Doctor.of(folder, { config });
}
const graveOf = ({ findings }: Doctor) => findings.filter(({ severity }) => severity !== 'info');
const rulesOf = (doctor: Doctor) => graveOf(doctor).map(({ rule, object }) => `${rule} ${object}`);

describe('the renderings of two clusters in one folder', () => {
  const dev = rendering('http', 'dev') + BROKEN_ROUTE;
  const prod = rendering('web', 'prod');

  it('are one finding in the text, with the remedy and without consequences', () => {
    const doctor = doctorOf(dev, prod);
    expect(rulesOf(doctor)).toEqual(['input/duplicate Deployment shop/api', 'input/duplicate Service shop/api']);
    expect(doctor.text).toContain(
      `is there twice and differs; the one in ${join(folder, 'prod.yaml')} is the last to be applied, and wins`,
    );
    expect(doctor.text).toContain(
      'fix: keep one; what is for several clusters is checked one by one; until then no rule judges what is connected in namespace shop',
    );
    expect(doctor.text).toContain('and 1 more like it: Service shop/api');
    expect(doctor.text).not.toContain('refuses');
  });

  it('leave what is wrong with one object to the rules', () =>
    expect(rulesOf(doctorOf(dev, prod.replace('api:1.4.2', 'api')))).toContain('image/no-tag Deployment shop/api'));

  it('leave other namespaces to the rules', () =>
    expect(rulesOf(doctorOf(dev, prod + ELSEWHERE))).toContain('service/no-endpoints Service other/web'));

  it.each([
    ['ignored', rendering('http', 'dev', IGNORED) + BROKEN_ROUTE, ''],
    ['switched off', dev, 'rules: { input/duplicate: off }'],
  ])('are judged by the last one, once it is %s', (_, first, settings) =>
    expect(rulesOf(doctorOf(first, prod, settings))).toEqual(['service/no-endpoints Service shop/old']));

  it('may be a warning', () =>
    expect(graveOf(doctorOf(dev, prod, 'rules: { input/duplicate: warning }')).map(({ severity }) => severity)).toEqual(
      ['warning', 'warning'],
    ));

  it('are left to the rules where only what no rule reads differs', () => {
    const budget = (most: number) => `---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: api, namespace: shop }
spec: { maxUnavailable: ${most}, selector: { matchLabels: { app: prod } } }
`;
    expect(rulesOf(doctorOf(prod + BROKEN_ROUTE + budget(1), budget(2)))).toEqual(
      expect.arrayContaining(['service/no-endpoints Service shop/old', 'input/duplicate PodDisruptionBudget shop/api']),
    );
  });
});
