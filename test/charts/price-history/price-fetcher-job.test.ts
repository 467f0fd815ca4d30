import type { Chart } from 'cdk8s';
import { ImagePullPolicy } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { HistoryServer, Minio, PriceFetcherJob, type PriceFetcherJobProps } from '../../../charts';
import {
  expectEveryPropToMatter,
  expectRefused,
  expectRestricted,
  idsIn,
  newChart,
  pick,
  render,
  testRefusals,
} from '../../support/synth';

const namespace = 'production';
const url = 'http://history-server.production.svc.cluster.local:80';
const image = 'price-fetcher:1.0.0';
const historyServer = HistoryServer.fromHistoryServerAttributes(newChart({ namespace }), 'history-server', { url });

type Changes = Partial<PriceFetcherJobProps>;
const rendered = (changes: Changes = {}) =>
  render((chart) => new PriceFetcherJob(chart, 'price-fetcher', { image, historyServer, ...changes }), { namespace });

const PROPS: Required<PriceFetcherJobProps> = {
  activeDeadlineSeconds: 300,
  backoffLimit: 0,
  cpuRequest: '1',
  env: { AREA: 'fi' },
  failAtOnceExitCodes: [2],
  historyServer: HistoryServer.fromHistoryServerAttributes(newChart(), 'other', { url: 'http://other' }),
  imagePullSecrets: ['registry'],
  image: 'registry.example/fetcher:2',
  imagePullPolicy: ImagePullPolicy.NEVER,
  labels: { team: 'prices' },
  memoryLimit: '1Gi',
  memoryRequest: '128Mi',
  name: 'fetcher',
  namespace: 'energy',
  podLabels: { app: 'fetcher' },
  schedule: '@hourly',
  startingDeadlineSeconds: 60,
  timeZone: 'Europe/Helsinki',
  user: 1000,
};

describe('PriceFetcherJob', () => {
  const cronJob = pick(rendered(), 'CronJob');
  const job = cronJob.spec.jobTemplate.spec;
  const pod = job.template;

  it('posts to the history server whose address it is given (000-26)', () => {
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

  it('carries labels on CronJob, Job and pod that do not match the selector of the history server', () => {
    const labels = { app: 'electricity-calculator', microservice: 'price-fetcher' };
    expect(cronJob.metadata).toEqual({ name: 'price-fetcher', namespace, labels });
    expect(cronJob.spec.jobTemplate.metadata).toEqual({ labels });
    expect(pod.metadata).toEqual({ labels });
    expect(pod.metadata.labels).not.toMatchObject(historyServer.podLabels);
  });

  it('is in the namespace it is given, whatever that of its chart', () => {
    expect(pick(rendered({ namespace: 'energy' }), 'CronJob').metadata.namespace).toBe('energy');
  });

  it('keeps its objects under ids that patches can rely on', () => {
    expect(idsIn(new PriceFetcherJob(newChart({ namespace }), 'price-fetcher', { image, historyServer }))).toEqual([
      'Resource',
    ]);
  });

  it('tells its name and namespace', () => {
    const fetcher = new PriceFetcherJob(newChart({ namespace }), 'price-fetcher', { image, historyServer });
    expect([fetcher.name, fetcher.namespace]).toEqual(['price-fetcher', namespace]);
  });

  it('gives copies of the labels that policies select its pods by', () => {
    const fetcher = new PriceFetcherJob(newChart({ namespace }), 'price-fetcher', { image, historyServer });
    fetcher.podLabels.app = 'changed';
    expect(fetcher.podLabels).toEqual(pod.metadata.labels);
  });

  it('hands further labels to CronJob, Job and pod', () => {
    const { metadata, spec } = pick(rendered({ labels: { team: 'prices' } }), 'CronJob');
    const made = [metadata, spec.jobTemplate.metadata, spec.jobTemplate.spec.template.metadata];
    expect(made.map(({ labels }) => labels.team)).toEqual(['prices', 'prices', 'prices']);
  });

  it('keeps to "restricted", without a token or the variables of Services', () => {
    expectRestricted(pod.spec, 65532);
  });

  it('runs the image it is given, fetched where the node lacks it', () => {
    expect(pod.spec.containers[0]).toMatchObject({ image, imagePullPolicy: 'IfNotPresent' });
  });

  it('asks for CPU without a limit, and limits memory', () => {
    expect(pod.spec.containers[0].resources).toEqual({
      requests: { cpu: '50m', memory: '96Mi' },
      limits: { memory: '192Mi' },
    });
  });

  it('has no prop without effect', () => {
    expectEveryPropToMatter(PROPS, (props) => rendered(props));
  });

  it('can not be made without props', () => {
    expectRefused(
      (scope) => new PriceFetcherJob(scope, 'price-fetcher', undefined as never),
      'props/shape',
      /"props" is undefined/,
    );
  });

  testRefusals((scope, props) => new PriceFetcherJob(scope, 'price-fetcher', props), { image, historyServer }, PROPS, [
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
    [
      "a history server of somebody else's making without labels",
      {
        historyServer: Object.assign(new Construct(newChart(), 'server'), {
          url,
          podLabels: {},
          urlFrom: () => url,
          networkEnd: () => ({ name: 'server' }),
        }),
      },
      'label/none',
      /"historyServer.podLabels" is/,
    ],
    ['a namespace in upper case', { namespace: 'Energy' }, 'name/dns-label', /"namespace" is "Energy"/],
    ['an empty selector', { podLabels: {} }, 'label/none', /"podLabels"/],
    ['a label of two words', { labels: { team: 'two words' } }, 'label/value', /"labels.team"/],
    [
      'a pull policy that is none',
      { imagePullPolicy: 'Sometimes' as ImagePullPolicy },
      'image/pull-policy',
      /"Sometimes"/,
    ],
    ['a pull Secret with an underscore', { imagePullSecrets: ['my_registry'] }, 'name/subdomain', /"my_registry"/],
    ['root', { user: 0 }, 'number/range', /"user" is 0.*from 1/],
    ['an exit code above the last', { failAtOnceExitCodes: [75, 256] }, 'number/range', /Codes\[1\]" is 256.*1 to 255/],
    ['one exit code outside a list', { failAtOnceExitCodes: 75 as never }, 'props/shape', /must be a list/],
    ['a start later than a day', { startingDeadlineSeconds: 86401 }, 'number/range', /10 to 86400/],
    ['a run longer than a day', { activeDeadlineSeconds: 86401 }, 'number/range', /1 to 86400/],
    ['tries without end', { backoffLimit: 101 }, 'number/range', /0 to 100/],
    ['CPU in bytes', { cpuRequest: '1Gi' }, 'quantity/cpu', /"cpuRequest" is "1Gi"/],
    ['a request above its limit', { memoryRequest: '1Gi' }, 'props/conflict', /"memoryRequest".*memoryLimit, 192Mi/],
    ['a limit of nothing', { memoryLimit: '0' }, 'quantity/bytes', /"memoryLimit" is "0"/],
  ]);

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
