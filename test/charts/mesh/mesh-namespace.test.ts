import type { Construct } from 'constructs';
import { MeshInjection, MeshNamespace, type MeshNamespaceProps, PodSecurityLevel } from '../../../charts';
import {
  expectEveryPropToMatter,
  idsIn,
  newChart,
  type Refusal,
  render,
  testRefusals,
  thrownBy,
} from '../../support/synth';

const injection = MeshInjection.istio();
const rendered = (props: MeshNamespaceProps) =>
  render((chart) => new MeshNamespace(chart, 'namespace', props), { namespace: 'elsewhere' });
const PROPS: Required<MeshNamespaceProps> = {
  name: 'shop',
  injection,
  labels: { team: 'web' },
  podSecurity: PodSecurityLevel.PRIVILEGED,
};
const RESTRICTED = { 'pod-security.kubernetes.io/enforce': 'restricted' };

describe('MeshNamespace', () => {
  const required = { name: 'shop', injection };

  it.each<[string, MeshInjection, object]>([
    ['Istio (001-41)', injection, { labels: { 'istio-injection': 'enabled', ...RESTRICTED } }],
    [
      'a revision of Istio',
      MeshInjection.istioRevision('1-31-1'),
      { labels: { 'istio.io/rev': '1-31-1', ...RESTRICTED } },
    ],
    [
      'Istio without sidecars',
      MeshInjection.istioAmbient(),
      { labels: { 'istio.io/dataplane-mode': 'ambient', ...RESTRICTED } },
    ],
    [
      'Linkerd (001-44)',
      MeshInjection.linkerd(),
      { labels: RESTRICTED, annotations: { 'linkerd.io/inject': 'enabled' } },
    ],
  ])('joins %s, is in no namespace itself, and takes "restricted" pods', (_what, mesh, metadata) => {
    expect(rendered({ name: 'shop', injection: mesh })).toEqual([
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', ...metadata } },
    ]);
  });

  it('takes the init container of sidecars where it is told to', () => {
    expect(rendered(PROPS)[0].metadata.labels).toEqual({
      team: 'web',
      'istio-injection': 'enabled',
      'pod-security.kubernetes.io/enforce': 'privileged',
    });
  });

  it('has an id and a name', () => {
    const made = new MeshNamespace(newChart(), 'namespace', PROPS);
    expect([made.name, ...idsIn(made)]).toEqual(['shop', 'Resource']);
  });

  it('gives every prop an effect', () => expectEveryPropToMatter(PROPS, rendered));

  const REFUSED: Refusal<MeshNamespaceProps>[] = [
    ['a name with a dot', { name: 'a.b' }, 'name/dns-label', /"a.b"/],
    ['a mesh that is text', { injection: 'istio' as never }, 'mesh/scope', /MeshInjection.istio\(\)/],
    ['a label that the mesh makes', { labels: { 'istio-injection': 'disabled' } }, 'props/conflict', /another prop/],
    ['a level that is none', { podSecurity: 'strict' as never }, 'props/choice', /baseline/],
  ];
  testRefusals(
    (at: Construct, props: MeshNamespaceProps) => new MeshNamespace(at, 'namespace', props),
    required,
    PROPS,
    REFUSED,
  );

  it('refuses a revision with a dot, which no label of pods could carry on', () => {
    expect(thrownBy(() => MeshInjection.istioRevision('1.31.1'))).toMatchObject({
      code: 'name/dns-label',
      prop: 'revision',
    });
  });
});
