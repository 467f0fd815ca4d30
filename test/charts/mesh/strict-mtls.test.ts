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
