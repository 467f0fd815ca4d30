import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import { examine, ignore } from '../../charts/examine';
import { addGallery, addGalleryOfDefinitions } from '../../charts/gallery';
import { readSettings } from '../../charts/settings';
import { addCharts } from '../../charts/synth';
import { Doctor, DoctorError } from '../../network';

/** A policy in a namespace of its own that selects no pod. */
function chartOfOnePolicy(): Chart {
  const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
  const of = (kind: string, apiVersion: string, id: string, spec: unknown) =>
    new ApiObject(chart, id, { apiVersion, kind, metadata: { name: id, labels: { app: id } }, spec } as never);
  of('Pod', 'v1', 'web', { containers: [{ name: 'web', image: 'registry.example/web:1.4.2' }] });
  of('NetworkPolicy', 'networking.k8s.io/v1', 'wall', {
    podSelector: { matchLabels: { app: 'none' } },
    policyTypes: ['Ingress'],
  });
  return chart;
}

const RULE = 'policy/selects-nothing';

describe('what synth looks at', () => {
  it('fails where a finding is not meant', () => {
    expect(() => examine([chartOfOnePolicy()])).toThrow(DoctorError);
    expect(() => examine([chartOfOnePolicy()])).toThrow(RULE);
  });

  it('passes where an object says why it is meant', () => {
    const chart = chartOfOnePolicy();
    ignore(chart, 'NetworkPolicy', 'wall', RULE, 'its pods come later');
    expect(() => examine([chart])).not.toThrow();
  });

  it.each([['wal'], ['web']])('takes no reason for %s, which is no policy of the chart', (name) => {
    expect(() => ignore(chartOfOnePolicy(), 'NetworkPolicy', name, RULE, 'x')).toThrow(`0 NetworkPolicy ${name}`);
  });
});

describe('what is meant in dist/', () => {
  const settings = readSettings(undefined, {}, '0.1.0');
  const scopes = [addCharts, addGallery, addGalleryOfDefinitions].flatMap((add) => {
    const app = new App();
    add(app, settings);
    return add === addCharts ? [app] : app.node.children;
  });
  const ignored = scopes.flatMap((scope) => Doctor.of(scope).diagnosis.ignored);

  it('is listed in docs/doctor.md', () => {
    const page = readFileSync(join(__dirname, '../../docs/doctor.md'), 'utf8');
    const listed = [...page.matchAll(/^\| `(\w+ \S+)` \| `(\S+)` \| ([^|]+) \|$/gm)].map(([, ...cells]) => cells);
    expect(listed).toEqual(ignored.map(({ finding, reason }) => [finding.object, finding.rule, reason]));
  });

  it('is nothing in the systems of prices', () => {
    expect(ignored.filter(({ finding }) => finding.position.construct!.startsWith('price-history'))).toEqual([]);
  });
});
