import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { ApiObject, App, Chart, JsonPatch, Lazy } from 'cdk8s';
import { KubeService } from 'cdk8s-plus-28/lib/imports/k8s';
import * as constructs from 'constructs';
import { readSettings } from '../../../charts/settings';
import { addCharts } from '../../../charts/synth';
import { readPaths } from '../../../network/files';
import { isConstructScope, readApp } from '../../../network/manifest/app';
import { traceConstructs } from '../../../network/manifest/construct-trace';
import type { KubeObject } from '../../../network/manifest/manifest';
import type { Reading } from '../../../network/manifest/reading';
import { thrownBy } from '../../support/synth';

const POD = { apiVersion: 'v1', kind: 'Pod' };
const root = join(__dirname, '../../..');
const here = relative(root, __filename);

/** In one order. */
function objectsOf({ manifests }: Reading): KubeObject[] {
  const key = ({ kind, metadata }: KubeObject) => [kind, metadata.namespace, metadata.name].join();
  return manifests.map(({ object }) => object).sort((a, b) => key(a).localeCompare(key(b)));
}

/** The line of this file that made the error. */
function lineOf(error: Error): number {
  return Number(/app\.test\.ts:(\d+)/.exec(error.stack!)![1]);
}

describe('an app in memory', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'app-'));
  afterAll(() => rmSync(outdir, { recursive: true }));

  it('reads as the YAML that it is synthesized to', () => {
    const app = new App({ outdir });
    addCharts(app, readSettings(undefined, {}, '1.0.0'));
    const read = readApp(app);
    expect(readdirSync(outdir)).toEqual([]);
    app.synth();
    expect(objectsOf(read)).toEqual(objectsOf(readPaths([outdir])));
    expect(read.manifests.length).toBeGreaterThan(10);
  });

  it('gives lazy values, namespaces of charts, and patches, as they will be written', () => {
    const chart = new Chart(new App(), 'demo', { namespace: 'shop', labels: { team: 'a' } });
    const pod = new ApiObject(chart, 'pod', { ...POD, spec: { host: Lazy.any({ produce: () => 'late' }) } });
    pod.addJsonPatch(JsonPatch.add('/spec/more', 1));
    expect(readApp(chart).manifests.map(({ object }) => object)).toEqual([
      {
        ...POD,
        metadata: { name: pod.name, namespace: 'shop', labels: { team: 'a' } },
        spec: { host: 'late', more: 1 },
      },
    ]);
  });

  it('gives what stands below any construct, and below charts within charts', () => {
    const outer = new Chart(new App(), 'outer');
    const part = new constructs.Construct(new Chart(outer, 'inner'), 'part');
    new KubeService(part, 'service', { metadata: { name: 'a' } });
    new ApiObject(outer, 'pod', POD);
    expect(readApp(outer).manifests).toHaveLength(2);
    expect(readApp(part).manifests.map(({ origin }) => origin.locate(['spec']))).toEqual([
      { source: 'app', construct: 'outer/inner/part/service' },
    ]);
  });

  it('is refused with the constructs of all objects that no cluster takes', () => {
    const chart = new Chart(new App(), 'demo');
    new ApiObject(chart, 'pod', { ...POD, metadata: { labels: { access: true as never } } });
    new ApiObject(chart, 'date', { ...POD, spec: Lazy.any({ produce: () => new Map() }) });
    expect(thrownBy(() => readApp(chart)).message.split('\n')).toEqual([
      expect.stringMatching(/^demo\/pod \(app\): Pod "demo-pod-\w+": metadata.labels: "access" is the boolean true/),
      expect.stringMatching(/^demo\/date \(app\): Failed serializing construct at path 'demo\/date'/),
    ]);
  });

  it('is told from text and plain data', () => {
    const scopes = [new App(), 'text', undefined, {}, { node: {} }].map(isConstructScope);
    expect(scopes).toEqual([true, false, false, false, false]);
  });
});

describe('traced constructs', () => {
  const { addChild } = constructs.Node.prototype as unknown as { addChild: unknown };
  let stop: () => void;
  beforeEach(() => {
    stop = traceConstructs(constructs, { root });
  });
  afterEach(() => stop());

  function positions(chart: Chart) {
    return readApp(chart).manifests.map(({ origin }) => origin.position);
  }

  class Part extends constructs.Construct {
    readonly line = lineOf(new Error());
    constructor(scope: constructs.Construct, id: string) {
      super(scope, id);
      new KubeService(this, 'Resource', { metadata: { name: id } });
    }
  }

  it('name the file and the line that made them', () => {
    const chart = new Chart(new App(), 'demo');
    const [error] = [new Error(), new ApiObject(chart, 'pod', POD)];
    expect(positions(chart)).toEqual([
      { source: here, line: lineOf(error), column: expect.any(Number), construct: 'demo/pod' },
    ]);
  });

  it('name the line within a construct of the user that makes an object', () => {
    const chart = new Chart(new App(), 'demo');
    const part = new Part(chart, 'part');
    expect(positions(chart)).toEqual([expect.objectContaining({ source: here, line: part.line + 3 })]);
  });

  it('are laid to those who use a library', () => {
    stop();
    stop = traceConstructs(constructs, { root, libraries: [join(root, 'charts')] });
    const app = new App();
    const [error] = [new Error(), addCharts(app, readSettings(undefined, {}, '1.0.0'))];
    const found = readApp(app).manifests.map(({ origin }) => origin.position);
    expect(new Set(found.map(({ source, line }) => `${source}:${line}`))).toEqual(
      new Set([`${here}:${lineOf(error)}`]),
    );
  });

  it('are traced once, however often that is asked for', () => {
    const { addChild: patched } = constructs.Node.prototype as unknown as { addChild: unknown };
    expect(traceConstructs(constructs, { root: '/' })).toBe(stop);
    expect((constructs.Node.prototype as unknown as { addChild: unknown }).addChild).toBe(patched);
  });

  it('end without a trace, and are no longer named', () => {
    stop();
    stop();
    expect((constructs.Node.prototype as unknown as { addChild: unknown }).addChild).toBe(addChild);
    const chart = new Chart(new App(), 'demo');
    new ApiObject(chart, 'pod', POD);
    expect(positions(chart)).toEqual([{ source: 'app', construct: 'demo/pod' }]);
  });

  it('need a package that can be traced', () => {
    expect(() => traceConstructs({ Node: class {} }, { root })).toThrow(/can not be traced/);
  });
});
