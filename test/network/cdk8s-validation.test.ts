import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DoctorValidation } from '../../network/cdk8s-validation';

const root = resolve(__dirname, '../..');
const cli = join(root, 'node_modules/cdk8s-cli/bin/cdk8s');

/** An app of one Service whose pods have another label, or that one. */
const app = (label: string) => `
const { ApiObject, App, Chart } = require(${JSON.stringify(require.resolve('cdk8s'))});
const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
const metadata = { labels: { app: 'api' } };
new ApiObject(chart, 'pod', { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [{ name: 'api', image: 'registry.example/api:1.4.2' }] } });
new ApiObject(chart, 'service', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'api' }, spec: { selector: { app: '${label}' }, ports: [{ port: 80 }] } });
app.synth();
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdk8s-validation-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function synth(label: string, ...argv: string[]) {
  const plugin = join(root, 'lib/network/cdk8s-validation.js');
  const validation = { package: plugin, version: '0.1.0', class: 'DoctorValidation', properties: { failOn: 'error' } };
  writeFileSync(join(folder, 'app.js'), app(label));
  writeFileSync(
    join(folder, 'cdk8s.yaml'),
    JSON.stringify({ language: 'typescript', app: 'node app.js', validations: [validation] }),
  );
  const env = { ...process.env, CDK8S_CHECK_UPGRADE: 'false', HOME: folder };
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'synth', ...argv], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}

describe('the plugin of cdk8s-cli', () => {
  it('fails the synth with the rule, the construct and the fix', () => {
    const { status, output } = synth('apii');
    expect(status).toBe(2);
    for (const part of ['service/no-endpoints', 'shop/service', 'selects app=apii', 'fix: '])
      expect(output).toContain(part);
  });

  it('passes what is right, and leaves a file in dist/ that kubectl does not take', () => {
    const { status, output } = synth('api');
    expect({ status, output }).toMatchObject({ status: 0 });
    expect(existsSync(join(folder, 'dist/construct-metadata.json'))).toBe(true);
  });

  it('is left out with --no-validate', () => {
    expect(synth('apii', '--no-validate').status).toBe(0);
  });

  it('knows its severities and its properties', () => {
    expect(() => new DoctorValidation({ failOn: 'errors' as never })).toThrow("failOn 'errors'");
    expect(() => new DoctorValidation({ fail: 'error' } as never)).toThrow('no option "fail"; there are failOn');
    expect(() => new DoctorValidation(null as never)).toThrow('null is no object of options');
  });
});
