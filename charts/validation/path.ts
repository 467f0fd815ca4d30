import type { Rule } from './prop-check';

/** @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#volumes-1 */
export const mountPath: Rule<string> = {
  code: 'path/mount',
  wants: 'an absolute path below "/" such as "/tmp", without ".." and ":"',
  accepts: (value) =>
    typeof value === 'string' && /^(\/[^/:\s]+)+$/.test(value) && !/\/\.\.?(\/|$)/.test(value) && value.length <= 4096,
};

export const httpPath: Rule<string> = {
  code: 'path/http',
  wants: 'a path such as "/healthz", without white space',
  accepts: (value) => typeof value === 'string' && /^\/[!-~]*$/.test(value),
};
