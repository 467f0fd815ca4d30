import type { k8s } from 'cdk8s-plus-28';
import type { Resources } from '../validation/quantity';
import type { Plain } from './manifest';

/** A variable whose value stays in its Secret. */
export function secretEnv(name: string, secretName: string, key: string): Plain<k8s.EnvVar> {
  return { name, valueFrom: { secretKeyRef: { name: secretName, key } } };
}

export function resourceRequirements({ requests, limits }: Resources): Plain<k8s.ResourceRequirements> {
  return {
    requests: {
      cpu: requests.cpu,
      memory: requests.memory,
    },
    limits: { memory: limits.memory },
  };
}

export function httpProbe(path: string, port: number, times: Partial<Plain<k8s.Probe>> = {}): Plain<k8s.Probe> {
  return { httpGet: { path, port: port }, ...times };
}
