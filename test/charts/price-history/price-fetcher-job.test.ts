import type { Chart } from 'cdk8s';
import { ImagePullPolicy } from 'cdk8s-plus-28';
import { HistoryServer, Minio, PriceFetcherJob, type PriceFetcherJobProps } from '../../../charts';
import { expectEveryPropToMatter, expectRefused, newChart, pick, render } from '../../support/synth';

const namespace = 'production';
const url = 'http://history-server.production.svc.cluster.local:80';
const image = 'price-fetcher:1.0.0';
const historyServer = HistoryServer.fromHistoryServerAttributes(newChart({ namespace }), 'history-server', { url });

type Changes = Partial<PriceFetcherJobProps>;
const rendered = (changes: Changes = {}) =>
  render((chart) => new PriceFetcherJob(chart, 'price-fetcher', { image, historyServer, ...changes }), { namespace });

describe('PriceFetcherJob', () => {
  const cronJob = pick(rendered(), 'CronJob');
  const job = cronJob.spec.jobTemplate.spec;
  const pod = job.template;

  it('posts to the history server whose address it is given (000-26)', () => {
    expect(cronJob.metadata).toMatchObject({ name: 'price-fetcher', namespace });
    expect(pod.spec.containers[0].env).toEqual([{ name: 'HISTORY_SERVER_URI', value: url }]);
  });

  it('runs through the afternoon of Tallinn, one run at a time', () => {
    expect(cronJob.spec).toMatchObject({
      schedule: '*/20 14-17 * * *',
      timeZone: 'Europe/Tallinn',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 600,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 3,
    });
    expect(job.activeDeadlineSeconds).toBe(900);
    expect(pod.spec.restartPolicy).toBe('Never');
  });

  it('fails at once on exit codes that a second try can not change', () => {
    expect(job.backoffLimit).toBe(2);
    expect(job.podFailurePolicy).toEqual({
      rules: [
        {
          action: 'FailJob',
          onExitCodes: { containerName: 'price-fetcher', operator: 'In', values: [75, 78] },
          onPodConditions: [],
        },
      ],
    });
    expect(pod.spec.containers[0].name).toBe('price-fetcher');
  });

  it('sorts exit codes and takes each once, as the API server wants them', () => {
    const { values } = pick(rendered({ failAtOnceExitCodes: [78, 2, 78] }), 'CronJob').spec.jobTemplate.spec
      .podFailurePolicy.rules[0].onExitCodes;
    expect(values).toEqual([2, 78]);
  });

  it('carries labels that do not match the selector of the history server', () => {
    expect(pod.metadata.labels).toEqual({ app: 'electricity-calculator', microservice: 'price-fetcher' });
    expect(pod.metadata.labels).not.toMatchObject(historyServer.podLabels);
  });

  it('gives copies of the labels that policies select its pods by', () => {
    const fetcher = new PriceFetcherJob(newChart({ namespace }), 'price-fetcher', { image, historyServer });
    fetcher.podLabels.app = 'changed';
    expect(fetcher.podLabels).toEqual(pod.metadata.labels);
  });

  it('is given neither a token nor the variables of Services', () => {
    expect(pod.spec).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false });
  });

  it('has no prop without effect', () => {
    const all: Required<PriceFetcherJobProps> = {
      activeDeadlineSeconds: 300,
      backoffLimit: 0,
      cpuRequest: '1',
      env: { AREA: 'fi' },
      failAtOnceExitCodes: [2],
      historyServer: HistoryServer.fromHistoryServerAttributes(newChart(), 'other', { url: 'http://other' }),
      image: 'registry.example/fetcher:2',
      imagePullPolicy: ImagePullPolicy.NEVER,
      labels: { team: 'prices' },
      memoryLimit: '1Gi',
      memoryRequest: '512Mi',
      name: 'fetcher',
      namespace: 'energy',
      podLabels: { app: 'fetcher' },
      schedule: '@hourly',
      startingDeadlineSeconds: 60,
      timeZone: 'Europe/Helsinki',
      user: 1000,
    };
    expectEveryPropToMatter(all, (props) => rendered(props));
  });

  it.each<[string, Changes, string, RegExp]>([
    ['no image', { image: undefined }, 'image/reference', /"image" is undefined/],
    ['no history server', { historyServer: undefined }, 'props/shape', /fromHistoryServerAttributes/],
    ['an address for the history server', { historyServer: 'http://x' as never }, 'props/shape', /which takes a URL/],
    [
      "the history server's own labels",
      { podLabels: historyServer.podLabels },
      'props/conflict',
      /would select these pods too/,
    ],
    [
      "the history server's labels by way of further ones",
      { podLabels: { app: 'electricity-calculator' }, labels: { microservice: 'history-server' } },
      'props/conflict',
      /would select these pods too/,
    ],
    ['four cron fields', { schedule: '*/20 14-17 * *' }, 'cron/schedule', /it has 4 fields/],
    ['a zone in the schedule', { schedule: 'TZ=Europe/Tallinn 0 14 * * *' }, 'cron/schedule', /prop "timeZone"/],
    ['an unknown zone', { timeZone: 'Europe/Tartu' }, 'cron/time-zone', /"Europe\/Tartu"/],
    ['a zone in lower case', { timeZone: 'europe/tallinn' }, 'cron/time-zone', /"europe\/tallinn"/],
    ['a deadline the controller can miss', { startingDeadlineSeconds: 9 }, 'number/range', /10 to 86400/],
    ['no time at all', { activeDeadlineSeconds: 0 }, 'number/range', /1 to 86400/],
    ['success as a failure', { failAtOnceExitCodes: [0] }, 'number/range', /failAtOnceExitCodes\[0\]" is 0/],
    ['no exit codes', { failAtOnceExitCodes: [] }, 'props/shape', /at least one exit code/],
    ['a negative limit', { backoffLimit: -1 }, 'number/range', /0 to 100/],
    ['a name too long for its Jobs', { name: 'f'.repeat(53) }, 'name/workload', /at most 52/],
    [
      'a variable that the construct sets',
      { env: { HISTORY_SERVER_URI: 'http://other' } },
      'props/conflict',
      /set by the construct/,
    ],
  ])('refuses %s', (_what, changes, code, message) => {
    expectRefused(
      (scope) =>
        new PriceFetcherJob(scope, 'price-fetcher', { image, historyServer, ...changes } as PriceFetcherJobProps),
      code,
      message,
    );
  });

  it('writes the short address where no namespace is known, and needs one for the full', () => {
    const make = (chart: Chart, at?: { namespace: string }) => {
      const minio = Minio.fromMinioAttributes(chart, 'minio');
      const server = new HistoryServer(chart, 'history-server', { image, minio });
      new PriceFetcherJob(chart, 'price-fetcher', { image, historyServer: server, ...at });
    };
    const { containers } = pick(render(make), 'CronJob').spec.jobTemplate.spec.template.spec;
    expect(containers[0].env).toEqual([{ name: 'HISTORY_SERVER_URI', value: 'http://history-server:80' }]);
    expect(() => make(newChart(), { namespace })).toThrow(
      /history-server: prop "namespace" is undefined.*holds its namespace/,
    );
  });
});
