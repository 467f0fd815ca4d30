import { readNetwork } from '../../../network/input';
import { Network } from '../../../network/question/network';
import { parseLabelChange, withLabels } from '../../../network/question/with-labels';
import type { Verdict } from '../../../network/reach/answer';

/** What is asked, the answer, and why it is worth asking. */
export type Row = readonly [from: string, to: string, verdict: Verdict, because: string];

/** Holds the network of some manifests to a table of answers. */
export function verdicts(manifests: string, rows: readonly Row[]): void {
  it.each(rows)('%s -> %s is %s: %s', (from, to, verdict) => {
    expect(readNetwork(manifests).reach(from, to).verdict).toBe(verdict);
  });
}

/** The network if pods had other labels: `kubectl label`. */
export function relabelled(manifests: string, ...changes: string[]): Network {
  return new Network(withLabels(readNetwork(manifests).cluster, changes.map(parseLabelChange)));
}

export function namespace(name: string, labels: string): string {
  return `---\napiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}, labels: ${labels}}\n`;
}

export function deployment(where: string, labels: string, ports = ''): string {
  const [space, name] = where.split('/');
  return `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: ${space}}
spec:
  template:
    metadata: {labels: ${labels}}
    spec: {containers: [{name: main, ports: [${ports}]}]}
`;
}

export function service(where: string, selector: string, port: number, targetPort = port): string {
  const [space, name] = where.split('/');
  return `---
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: ${space}}
spec: {selector: ${selector}, ports: [{port: ${port}, targetPort: ${targetPort}}]}
`;
}

/** @param spec in YAML, as a flow */
export function policy(where: string, spec: string): string {
  const [space, name] = where.split('/');
  return `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: ${name}, namespace: ${space}}
spec: ${spec}
`;
}

/** The DNS of the cluster. */
export const DNS = deployment(
  'kube-system/coredns',
  '{k8s-app: kube-dns}',
  '{containerPort: 53, protocol: UDP}, {containerPort: 53}',
);
