import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { dnsLabel } from '../validation/names';
import type { PropCheck } from '../validation/prop-check';

/** The namespace an object will be in as far as the manifests know: the prop, or the chart's. */
export function checkNamespace(at: PropCheck, scope: IConstruct, namespace: string | undefined): string | undefined {
  return at.optional('namespace', namespace ?? Chart.of(scope).namespace, dnsLabel);
}

/** Only a known namespace is written down; without one `kubectl apply -n` decides. */
export function inNamespace(namespace: string | undefined): { namespace?: string } {
  return namespace === undefined ? {} : { namespace };
}
