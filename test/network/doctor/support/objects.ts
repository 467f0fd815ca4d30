/** Objects that the tests of the doctor's rules are made of: what a test does not name is in order. */

interface Named {
  readonly name?: string;
  readonly namespace?: string;
}

export interface Workload extends Named {
  readonly kind?: 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'Job';
  readonly labels?: Record<string, string>;
  /** Of the first container. */
  readonly container?: object;
  /** Of the pods. */
  readonly pod?: object;
  /** Of the workload. */
  readonly spec?: object;
}

export function workload({
  kind = 'Deployment',
  name = 'api',
  namespace = 'shop',
  labels = { app: name },
  container,
  pod,
  spec,
}: Workload = {}) {
  const image = `registry.example/${name}:1.4.2`;
  return {
    apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1',
    kind,
    metadata: { name, namespace },
    spec: {
      ...(kind === 'Job' ? {} : { selector: { matchLabels: labels } }),
      ...spec,
      template: {
        metadata: { labels },
        spec: {
          ...(kind === 'Job' ? { restartPolicy: 'Never' } : {}),
          ...pod,
          containers: [{ name, image, ...container }],
        },
      },
    },
  };
}

export function service({
  name = 'api',
  namespace = 'shop',
  ...spec
}: Named & Readonly<Record<string, unknown>> = {}): object {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec };
}

export function cronJob(spec: object, pod: object = { restartPolicy: 'Never' }): object {
  const containers = [{ name: 'fetch', image: 'registry.example/fetch:1.4.2' }];
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'fetch', namespace: 'shop' },
    spec: { schedule: '0 15 * * *', ...spec, jobTemplate: { spec: { template: { spec: { ...pod, containers } } } } },
  };
}
