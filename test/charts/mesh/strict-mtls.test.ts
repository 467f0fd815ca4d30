import { ApiObject, App, Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { MtlsScope, StrictMtls, type StrictMtlsProps } from '../../../charts';
import {
  expectEveryPropToMatter,
  idsIn,
  newChart,
  type Refusal,
  render,
  testRefusals,
  thrownBy,
} from '../../support/synth';

const NAMESPACE = 'production';
const rendered = (props: StrictMtlsProps) =>
  render((chart) => new StrictMtls(chart, 'mtls', props), { namespace: NAMESPACE });
const scope = MtlsScope.namespace();
const workload = MtlsScope.workload({ app: 'api' });
const exception = { name: 'web-from-ingress', podLabels: { app: 'web' }, ports: [8080, 8443] };
const PROPS: Required<StrictMtlsProps> = {
  scope,
  name: 'strict',
  namespace: 'shop',
  labels: { team: 'web' },
  exceptions: [exception],
};

describe('StrictMtls', () => {
  it('is the PeerAuthentication of row 001-46 for one namespace', () => {
    expect(rendered({ scope })).toEqual([
      {
        apiVersion: 'security.istio.io/v1',
        kind: 'PeerAuthentication',
        metadata: { name: 'default', namespace: NAMESPACE },
        spec: { mtls: { mode: 'STRICT' } },
      },
    ]);
  });

  it('has a name of its own for a workload, so that it does not replace that of the namespace', () => {
    const chart = newChart({ namespace: NAMESPACE });
    const names = [scope, workload].map((one, i) => new StrictMtls(chart, `mtls-${i}`, { scope: one }).name);
    expect(names).toEqual(['default', 'mtls-1']);
  });

  it('holds for the mesh only in the root namespace', () => {
    const namespaces = [MtlsScope.mesh(), MtlsScope.mesh('mesh-root')].map(
      (mesh) => rendered({ scope: mesh })[0].metadata.namespace,
    );
    expect(namespaces).toEqual(['istio-system', 'mesh-root']);
  });

  it('holds exceptions of a workload in its own object', () => {
    const [made, ...others] = rendered({ scope: workload, exceptions: [{ ports: [8080] }, { ports: [9090] }] });
    expect(others).toEqual([]);
    expect(made.spec).toEqual({
      selector: { matchLabels: { app: 'api' } },
      mtls: { mode: 'STRICT' },
      portLevelMtls: { '8080': { mode: 'PERMISSIVE' }, '9090': { mode: 'PERMISSIVE' } },
    });
  });

  it('has an object that selects pods for each exception of a namespace, since Istio reads ports of no other', () => {
    const [all, made] = rendered({ scope, exceptions: [exception] });
    expect(all.spec).toEqual({ mtls: { mode: 'STRICT' } });
    expect(made.metadata).toEqual({ name: 'web-from-ingress', namespace: NAMESPACE });
    expect(made.spec).toEqual({
      selector: { matchLabels: { app: 'web' } },
      mtls: { mode: 'STRICT' },
      portLevelMtls: { '8080': { mode: 'PERMISSIVE' }, '8443': { mode: 'PERMISSIVE' } },
    });
  });

  it('has the exceptions of the mesh in the namespaces of their pods', () => {
    const exceptions = [exception, { ...exception, name: 'db', namespace: 'data' }];
    const made = rendered({ scope: MtlsScope.mesh(), exceptions });
    expect(made.map(({ metadata }) => metadata.namespace)).toEqual(['istio-system', NAMESPACE, 'data']);
  });

  it('has ids and a name', () => {
    const made = new StrictMtls(newChart(), 'mtls', PROPS);
    expect(idsIn(made)).toEqual(['Resource', 'Exception-web-from-ingress']);
    expect([made.name, made.namespace]).toEqual(['strict', 'shop']);
  });

  it('gives every prop an effect', () => expectEveryPropToMatter(PROPS, rendered));

  it('refuses an exception of the mesh whose namespace nobody names', () => {
    const make = () => new StrictMtls(newChart(), 'mtls', { scope: MtlsScope.mesh(), exceptions: [exception] });
    expect(thrownBy(make)).toMatchObject({ code: 'mesh/scope', prop: 'exceptions[0].namespace' });
  });

  it('takes the same labels in two namespaces', () => {
    const exceptions = [exception, { ...exception, name: 'other', namespace: 'other' }];
    expect(rendered({ scope: MtlsScope.mesh(), exceptions })).toHaveLength(3);
  });

  describe('for pods that another one is for, too', () => {
    const ofWeb = MtlsScope.workload({ app: 'web' });
    const pod = (chart: Construct, labels: Record<string, string>) =>
      new ApiObject(chart, 'pod', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pod', labels } });
    const byTier = { name: 'tier', podLabels: { tier: 'front' }, ports: [80] };

    it.each<[string, (chart: Construct) => unknown, RegExp]>([
      [
        'a workload beside an exception of its namespace',
        (chart) => [
          new StrictMtls(chart, 'all', { scope, exceptions: [exception] }),
          new StrictMtls(chart, 'web', { scope: ofWeb }),
        ],
        /test\/web: prop "scope" is for pods labelled {"app":"web"} of "production", and so is prop "exceptions\[0\]" of test\/all: .*\[mesh\/overlap\]/,
      ],
      [
        'two for one namespace under two names',
        (chart) => ['a', 'b'].map((name) => new StrictMtls(chart, name, { scope, name })),
        /test\/b: prop "scope" is for all pods of "production"/,
      ],
      [
        'a namespace that is the root of the mesh',
        (chart) => [
          new StrictMtls(chart, 'a', { scope: MtlsScope.mesh('root') }),
          new StrictMtls(chart, 'b', { scope, name: 'b', namespace: 'root' }),
        ],
        /all pods of "root"/,
      ],
      [
        'exceptions whose labels one pod carries',
        (chart) => [
          pod(chart, { app: 'web', tier: 'front' }),
          new StrictMtls(chart, 'all', { scope, exceptions: [exception, byTier] }),
        ],
        /prop "exceptions\[1\]" is for pods labelled {"tier":"front"}/,
      ],
      [
        'exceptions whose labels pods of a CronJob carry',
        (chart) => {
          const metadata = { labels: { app: 'web', tier: 'front' } };
          new k8s.KubeCronJob(chart, 'job', {
            spec: { schedule: '@daily', jobTemplate: { spec: { template: { metadata } } } },
          });
          new StrictMtls(chart, 'all', { scope, exceptions: [exception, byTier] });
        },
        /prop "exceptions\[1\]" is for pods labelled {"tier":"front"}/,
      ],
    ])('fails the synth: %s', (_what, make, message) => {
      const chart = newChart({ namespace: NAMESPACE });
      make(chart);
      expect(() => chart.toJson()).toThrow(message);
    });

    it('does not fail it where no pod carries the labels of both', () => {
      const chart = newChart({ namespace: NAMESPACE });
      pod(chart, { app: 'web', tier: 'back' });
      new StrictMtls(chart, 'all', { scope, exceptions: [exception, byTier] });
      new StrictMtls(chart, 'api', { scope: workload });
      expect(chart.toJson()).toHaveLength(5);
    });

    it('does not fail it for two charts that may be applied to two namespaces', () => {
      const app = new App();
      const charts = ['a', 'b'].map((id) => new Chart(app, id));
      for (const chart of charts) new StrictMtls(chart, 'web', { scope: ofWeb });
      expect(charts[0]!.toJson()).toHaveLength(1);
    });
  });

  const ofMesh = MtlsScope.mesh();
  const REFUSED: Refusal<StrictMtlsProps>[] = [
    ['no scope', { scope: undefined }, 'mesh/scope', /MtlsScope.workload/],
    ['a name in upper case', { name: 'A' }, 'name/subdomain', /upper case/],
    ['a namespace with a dot', { namespace: 'a.b' }, 'name/dns-label', /"a.b"/],
    ['a namespace for the mesh', { scope: ofMesh, namespace: 'shop' }, 'mesh/scope', /root namespace, "istio-system"/],
    ['a label with a space', { labels: { a: 'b c' } }, 'label/value', /labels.a/],
    [
      'exceptions without a port',
      { exceptions: [{ ...exception, ports: [] }] },
      'props/shape',
      /exceptions\[0\].ports/,
    ],
    ['an exception for port 0', { exceptions: [{ ...exception, ports: [0] }] }, 'number/port', /ports\[0\]/],
    ['an exception without pods', { exceptions: [{ ports: [1], name: 'a' }] }, 'props/shape', /podLabels/],
    ['an exception for all pods', { exceptions: [{ ...exception, podLabels: {} }] }, 'label/none', /podLabels/],
    [
      'an exception without a name',
      { exceptions: [{ ...exception, name: undefined }] },
      'name/subdomain',
      /exceptions\[0\].name/,
    ],
    ['two exceptions of one name', { exceptions: [exception, exception] }, 'props/conflict', /exceptions\[1\].name/],
    [
      'two exceptions for the same pods',
      { exceptions: [exception, { ...exception, name: 'more', ports: [9090] }] },
      'mesh/overlap',
      /exceptions\[1\].podLabels.*pods of exceptions\[0\], too/,
    ],
    [
      'an exception for some pods of another',
      { exceptions: [exception, { ...exception, name: 'more', podLabels: { app: 'web', tier: 'front' } }] },
      'mesh/overlap',
      /exceptions\[1\].podLabels/,
    ],
    ['an exception that is text', { exceptions: ['web' as never] }, 'props/shape', /with "ports"/],
    [
      'a misspelt part of an exception',
      { exceptions: [{ ...exception, port: 80 } as never] },
      'props/unknown',
      /exceptions\[0\].port"/,
    ],
    [
      'an exception called as the whole',
      { exceptions: [{ ...exception, name: 'default' }] },
      'props/conflict',
      /another object/,
    ],
    [
      'a namespace of an exception where it is known',
      { exceptions: [{ ...exception, namespace: 'a' }] },
      'mesh/scope',
      /of its scope/,
    ],
    [
      'pods of an exception of one workload',
      { scope: workload, exceptions: [exception] },
      'mesh/scope',
      /holds its exceptions/,
    ],
  ];
  testRefusals((at: Construct, props: StrictMtlsProps) => new StrictMtls(at, 'mtls', props), { scope }, PROPS, REFUSED);
});

describe('MtlsScope', () => {
  it('refuses a workload without labels, and a root namespace that is none', () => {
    expect(thrownBy(() => MtlsScope.workload({}))).toMatchObject({ code: 'label/none', prop: 'labels' });
    expect(thrownBy(() => MtlsScope.mesh('A'))).toMatchObject({ code: 'name/dns-label', prop: 'rootNamespace' });
  });
});
