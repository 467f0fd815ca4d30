import { k8s } from 'cdk8s-plus-28';
import type { Resources } from '../validation/quantity';

/** A variable whose value stays in its Secret. */
export function secretEnv(name: string, secretName: string, key: string): k8s.EnvVar {
  return { name, valueFrom: { secretKeyRef: { name: secretName, key } } };
}

export function resourceRequirements({ requests, limits }: Resources): k8s.ResourceRequirements {
  return {
    requests: {
      cpu: k8s.Quantity.fromString(requests.cpu),
      memory: k8s.Quantity.fromString(requests.memory),
    },
    limits: { memory: k8s.Quantity.fromString(limits.memory) },
  };
}

export function httpProbe(path: string, port: number, times: Partial<k8s.Probe> = {}): k8s.Probe {
  return { httpGet: { path, port: k8s.IntOrString.fromNumber(port) }, ...times };
}
