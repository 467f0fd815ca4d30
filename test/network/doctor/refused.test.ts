import { diagnose } from '../../../network/doctor/doctor';
import { scanManifests } from '../../../network/manifest/source-reader';
import { lines } from './support/describe-rule';
import { diagnoseText, foundBy } from './support/findings';
import { service, workload } from './support/objects';

/** Findings of what the API server refuses, as `code object: message`. */
function refusals(yaml: string): string[] {
  return diagnoseText(yaml)
    .filter(({ rule }) => rule.startsWith('input/'))
    .map(
      ({ rule, object, field, position, message }) =>
        `${rule} ${[object, field].filter(Boolean).join(' ')}:${position.line}: ${message}`,
    );
}

const policy = (type: string) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'deny', namespace: 'shop' },
  spec: { podSelector: {}, policyTypes: [type] },
});

describe('what the API server refuses', () => {
  it.each([
    [
      'one Service written twice with different ports',
      lines(service({ ports: [{ port: 80 }] }), service({ ports: [{ port: 81 }] })),
      'input/duplicate Service shop/api:1: is there twice and differs; the one in test.yaml:3 is the last to be applied, and wins',
    ],
    [
      'one policy written twice with different types',
      lines(policy('Ingress'), policy('Egress')),
      'input/duplicate NetworkPolicy shop/deny:1: is there twice and differs; the one in test.yaml:3 is the last to be applied, and wins',
    ],
    [
      'an annotation that is a boolean',
      lines({ ...workload(), metadata: { name: 'api', annotations: { enabled: true } } }),
      'input/shape :1: Deployment "api": metadata.annotations: "enabled" is the boolean true, must be text: put it in quotes',
    ],
    [
      'a label of the pods that is a number',
      lines(workload({ labels: { version: 2 as unknown as string } })),
      'input/shape Deployment shop/api spec.template.metadata.labels.version:1: 2 is not a string; write it in quotes',
    ],
  ])('is named with its remedy: %s', (_, yaml, found) => expect(refusals(yaml)).toContain(found));

  it.each([
    ['Gateway', 'gateway.networking.k8s.io/v1', { spec: {} }],
    [
      'Gateway',
      'gateway.networking.k8s.io/v1',
      { spec: { gatewayClassName: 'edge', listeners: [{ name: 'a', port: -1 }] } },
    ],
    ['GatewayClass', 'gateway.networking.k8s.io/v1', { spec: {} }],
    ['EndpointSlice', 'discovery.k8s.io/v1', { addressType: 'IPv4', endpoints: 'none' }],
    ['Endpoints', 'v1', { subsets: [{ addresses: [{ ip: 'db.example.com' }] }] }],
  ])('takes a broken %s of %s out, and leaves the rest to the rules: %j', (kind, apiVersion, fields) => {
    const broken = { apiVersion, kind, metadata: { name: 'broken', namespace: 'shop' }, ...fields };
    const yaml = lines(workload(), service({ selector: { app: 'apii' }, ports: [{ port: 80 }] }), broken);
    expect(foundBy(yaml)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(`^input/[a-z]+ ${kind} shop/broken$`),
        'service/no-endpoints Service shop/api',
      ]),
    );
  });

  it('takes out an object over which a reader stumbles, and leaves the rest to the rules', () => {
    const yaml = lines(workload(), service({ selector: { app: 'apii' }, ports: [{ port: 80 }] }), policy('Ingress'));
    const { manifests } = scanManifests(yaml, 'test.yaml');
    const stumble = () => {
      throw new TypeError('no such thing');
    };
    Object.defineProperty(manifests[2]!.object, 'spec', { get: stumble });
    const found = diagnose(manifests).filter(({ severity }) => severity === 'error');
    expect(found.map(({ rule, object, message }) => [rule, object, message])).toEqual([
      ['service/no-endpoints', 'Service shop/api', expect.any(String)],
      ['input/shape', 'NetworkPolicy shop/deny', expect.stringContaining('no such thing')],
    ]);
  });

  it('is a null that a template left as a label: empty text, and not a label that is not there', () => {
    const nothing = { app: null as unknown as string };
    const at = lines(workload({ labels: nothing }), service({ selector: nothing, ports: [{ port: 80 }] }));
    expect(foundBy(at).filter((found) => /no-endpoints|input|selector/.test(found))).toEqual([]);
    const beside = lines(workload({ labels: nothing }), service({ selector: { app: 'api' }, ports: [{ port: 80 }] }));
    expect(foundBy(beside)).toContain('service/no-endpoints Service shop/api');
  });

  it('is not named where the same object is there twice, word for word', () =>
    expect(refusals(lines(policy('Ingress'), policy('Ingress')))).toEqual([]));
});
