import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import { Doctor, DoctorError, type DoctorInput, InputError } from '../../../network';
import { readManifests } from '../../../network/manifest/source-reader';
import '../../../network/jest';

const RULE = 'service/no-endpoints';

/** An app of one Service and one pod. */
function shop(label: string, annotations: Record<string, string> = {}): App {
  const app = new App();
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new ApiObject(chart, 'pod', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { labels: { app: 'api' } },
    spec: { containers: [{ name: 'api', image: 'registry.example/api:1.4.2' }] },
  });
  new ApiObject(chart, 'service', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'api', annotations },
    spec: { selector: { app: label }, ports: [{ port: 80 }] },
  });
  return app;
}

const rulesOf = (doctor: Doctor) => doctor.findings.map(({ rule }) => rule);
const TEXT = `
apiVersion: v1
kind: Pod
metadata: { name: api, namespace: shop, labels: { app: api } }
spec: { containers: [{ name: api, image: "registry.example/api:1.4.2" }] }
---
apiVersion: v1
kind: Service
metadata: { name: api, namespace: shop }
spec: { selector: { app: apii }, ports: [{ port: 80 }] }
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

describe('the doctor', () => {
  it.each<[string, () => Doctor]>([
    ['an app', () => Doctor.of(shop('apii'))],
    ['a chart', () => Doctor.of(shop('apii').node.findChild('shop'))],
    ['text', () => Doctor.of(TEXT)],
    ['a file', () => Doctor.of(file('bad.yaml', TEXT))],
    ['what was read before', () => Doctor.of(readManifests(TEXT, 'a.yaml'))],
  ])('examines %s', (_, doctor) => {
    expect(rulesOf(doctor())).toContain(RULE);
  });

  it('names the construct', () => {
    const [finding] = Doctor.of(shop('apii')).findings.filter(({ rule }) => rule === RULE);
    expect(finding!.position.construct).toBe('shop/service');
  });

  it('looks once, and no earlier than it is asked', () => {
    const app = shop('api');
    const doctor = Doctor.of(app);
    new ApiObject(app.node.findChild('shop'), 'second', {
      apiVersion: 'v1',
      kind: 'Service',
      spec: { selector: { app: 'apii' }, ports: [{ port: 80 }] },
    });
    expect(rulesOf(doctor)).toContain(RULE);
    expect(doctor.findings).toBe(doctor.findings);
  });

  it('misses nothing that may stand in text which it can not read', () => {
    const halfWritten = file('half.yaml', `${TEXT}---\nmetadata: { name: {{ .Release.Name }} }\n`);
    const rules = rulesOf(Doctor.of(halfWritten));
    expect(rules).toContain('input/syntax');
    expect(rules).not.toContain(RULE);
  });

  it('stops a synth with all that it found', () => {
    const check = () => Doctor.of(shop('apii')).check();
    expect(check).toThrow(DoctorError);
    expect(check).toThrow(
      /error {2}Service shop\/api spec\.selector {2}service\/no-endpoints {2}shop\/service\n.*\n {6}fix: /,
    );
    expect(() => Doctor.of(shop('api')).check('error')).not.toThrow();
  });

  it('goes by the settings and the reasons of objects', () => {
    const config = file('gridwall.yaml', `rules: { ${RULE}: info }`);
    expect(() => Doctor.of(shop('apii'), { config }).check('error')).not.toThrow();
    const ignoring = Doctor.of(shop('apii', { 'gridwall/ignore': `${RULE}: an operator makes the pods` }));
    expect(rulesOf(ignoring)).not.toContain(RULE);
    expect(ignoring.diagnosis.ignored).toMatchObject([{ reason: 'an operator makes the pods' }]);
  });
});

describe('what the doctor refuses', () => {
  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['a number', 42],
    ['an array', []],
    ['an object of another kind', { node: {} }],
  ])('is %s, which holds no manifests', (_, input) => {
    expect(() => Doctor.of(input as never)).toThrow('holds no manifests; give an App');
    expect(() => expect(input).toPassDoctor()).toThrow('holds no manifests; give an App');
    expect(() => expect(input).not.toPassDoctor()).toThrow('holds no manifests; give an App');
  });

  it.each<[string, () => DoctorInput]>([
    ['a path that is not there', () => join(folder, 'none.yaml')],
    ['a folder without manifests', () => folder],
    ['a file of something else', () => file('notes.yaml', 'just: notes')],
    ['an app without objects', () => new App()],
    ['what was read of nothing', () => ({ manifests: [], passedOver: [] })],
  ])('is %s', (_, input) => {
    expect(() => Doctor.of(input()).check()).toThrow(InputError);
    expect(() => Doctor.of(input()).findings).toThrow('[input/missing]');
    expect(() => expect(input()).toPassDoctor()).toThrow('[input/missing]');
    expect(() => expect(input()).not.toPassDoctor()).toThrow('[input/missing]');
  });

  it.each([
    ['a severity that is none', { failOn: 'eror' }, "failOn 'eror' is none of error, warning, info"],
    ['an empty severity', { failOn: null }, 'failOn null is none of'],
    ['an option that there is not', { failon: 'error' }, 'no option "failon"; "failOn" may be meant'],
    ['one that is like no other', { severity: 'error' }, 'no option "severity"; there are config, failOn'],
    ['options that are no object', 'error', "'error' is no object of options"],
  ])('is %s', (_, options, message) => {
    expect(() => expect(shop('api')).toPassDoctor(options as never)).toThrow(message);
    expect(() => expect(shop('api')).not.toPassDoctor(options as never)).toThrow(message);
  });

  it('is a severity of check, and an option of Doctor.of, that there is not', () => {
    expect(() => Doctor.of(shop('api')).check('warn' as never)).toThrow("failOn 'warn' is none of");
    expect(() => Doctor.of(shop('api')).check({ failOn: 'error' } as never)).toThrow('is none of');
    expect(() => Doctor.of(shop('api'), { failOn: 'error' } as never)).toThrow('no option "failOn"');
  });
});

describe('toPassDoctor', () => {
  it('holds for what is right', () => {
    expect(shop('api')).toPassDoctor({ failOn: 'error' });
    expect(shop('apii')).not.toPassDoctor();
  });

  it('tells what is wrong', () => {
    expect(() => expect(shop('apii')).toPassDoctor()).toThrow(RULE);
  });

  it('goes by the settings', () => {
    const config = file('gridwall.yaml', `rules: { ${RULE}: off }`);
    expect(TEXT).toPassDoctor({ failOn: 'error', config });
  });
});
