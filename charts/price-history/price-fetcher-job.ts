import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { INetworkEnd, NetworkEnd } from '../policy/network-end';
import { cronSchedule } from '../validation/cron';
import { checkEnv, workloadName } from '../validation/names';
import { wholeNumber } from '../validation/numbers';
import { PropCheck, type PropNames } from '../validation/prop-check';
import { checkResources } from '../validation/quantity';
import { timeZone } from '../validation/time-zone';
import { checkWorkloadLabels } from '../workload/labels';
import { manifest } from '../workload/manifest';
import { inNamespace } from '../workload/namespace';
import { podSpec } from '../workload/pod';
import { checkWorkload, WORKLOAD_PROPS, type WorkloadProps } from '../workload/workload-props';
import { checkHistoryServer, type IHistoryServer, podLabelsOf } from './history-server-endpoint';

const URI_ENV = 'HISTORY_SERVER_URI';
const CONTAINER = 'price-fetcher';

/**
 * What the fetcher's exit codes mean where a second try in the same run can't help.
 * @see sysexits.h: EX_TEMPFAIL, EX_CONFIG
 */
const EXIT = { notPublishedYet: 75, badConfiguration: 78 } as const;

export interface PriceFetcherJobProps extends WorkloadProps {
  /** Image of the fetcher. */
  readonly image: string;
  /** Where the prices go; `HistoryServer.fromHistoryServerAttributes` takes a URL. */
  readonly historyServer: IHistoryServer;
  /**
   * Name of the CronJob.
   * @default "price-fetcher"
   */
  readonly name?: string;
  /**
   * Labels of the pods, by which policies select them. They must not select as the history server's do.
   * @default - app: electricity-calculator, microservice: the name
   */
  readonly podLabels?: { readonly [key: string]: string };
  /**
   * Further labels of every object and of the pods; nothing selects by them.
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * When to fetch, in cron's five fields. A schedule does not look at exit codes: the next run is the retry.
   * @default every 20 minutes from 14:00 to 17:40 - from the hour of publication on
   */
  readonly schedule?: string;
  /**
   * Zone the schedule is meant in.
   * @default "Europe/Tallinn"
   */
  readonly timeZone?: string;
  /**
   * How late a run may start, in seconds. Below 10 the controller may never start one.
   * @default 600
   */
  readonly startingDeadlineSeconds?: number;
  /**
   * How long a run may take, in seconds; keep it shorter than the time between two runs, or `Forbid` skips the next.
   * @default 900
   */
  readonly activeDeadlineSeconds?: number;
  /**
   * How often a failed pod is replaced within a run.
   * @default 2
   */
  readonly backoffLimit?: number;
  /**
   * Exit codes on which a run fails at once.
   * @default - 78 (bad configuration) and 75 (not published yet)
   */
  readonly failAtOnceExitCodes?: number[];
  /**
   * Further variables of the fetcher. The history server's address is set by the construct.
   * @default - none
   */
  readonly env?: { readonly [name: string]: string };
  /**
   * CPU the scheduler sets aside; there is no CPU limit.
   * @default "50m"
   */
  readonly cpuRequest?: string;
  /**
   * Memory the scheduler sets aside.
   * @default "96Mi"
   */
  readonly memoryRequest?: string;
  /**
   * Memory above which the container is killed.
   * @default "192Mi"
   */
  readonly memoryLimit?: string;
}

const PROPS: PropNames<PriceFetcherJobProps> = {
  ...WORKLOAD_PROPS,
  image: true,
  historyServer: true,
  name: true,
  podLabels: true,
  labels: true,
  schedule: true,
  timeZone: true,
  startingDeadlineSeconds: true,
  activeDeadlineSeconds: true,
  backoffLimit: true,
  failAtOnceExitCodes: true,
  env: true,
  cpuRequest: true,
  memoryRequest: true,
  memoryLimit: true,
};

/**
 * The CronJob that fetches tomorrow's prices and posts them to the history server.
 *
 * @example
 * new PriceFetcherJob(chart, 'price-fetcher', { image: 'price-fetcher:0.1.0', historyServer });
 */
export class PriceFetcherJob extends Construct implements INetworkEnd {
  /** Name of the CronJob. */
  public readonly name: string;
  /** Namespace of the pods; undefined where neither prop nor chart names one. */
  public readonly namespace?: string;

  private readonly selector: { [key: string]: string };

  constructor(scope: Construct, id: string, props: PriceFetcherJobProps) {
    const at = PropCheck.of(scope, id, props, PROPS);
    const workload = checkWorkload(at, scope, props);
    const { namespace } = workload;
    const name = at.check('name', props.name ?? 'price-fetcher', workloadName);
    const labels = checkWorkloadLabels(at, props.podLabels ?? podLabelsOf(name), props.labels);
    const schedule = at.check('schedule', props.schedule ?? '*/20 14-17 * * *', cronSchedule);
    const zone = at.check('timeZone', props.timeZone ?? 'Europe/Tallinn', timeZone);
    const day = 24 * 60 * 60;
    const startingDeadlineSeconds = at.check(
      'startingDeadlineSeconds',
      props.startingDeadlineSeconds ?? 600,
      wholeNumber(10, day),
    );
    const activeDeadlineSeconds = at.check(
      'activeDeadlineSeconds',
      props.activeDeadlineSeconds ?? 900,
      wholeNumber(1, day),
    );
    const backoffLimit = at.check('backoffLimit', props.backoffLimit ?? 2, wholeNumber(0, 100));
    const exitCodes = checkExitCodes(at, props.failAtOnceExitCodes ?? [EXIT.notPublishedYet, EXIT.badConfiguration]);
    const env = checkEnv(at, props.env ?? {}, [URI_ENV]);
    const { cpuRequest = '50m', memoryRequest = '96Mi', memoryLimit = '192Mi' } = props;
    const resources = checkResources(at, cpuRequest, memoryRequest, memoryLimit);
    const historyServer = checkHistoryServer(at, props.historyServer);
    if (Object.entries(historyServer.podLabels).every(([key, value]) => labels.all[key] === value)) {
      const problem = 'the Service and the policies of the history server would select these pods too';
      at.refuse('props/conflict', 'podLabels', labels.all, problem);
    }
    const historyServerUri = historyServer.urlFrom(namespace);
    super(scope, id);
    this.name = name;
    this.namespace = namespace;
    this.selector = labels.selector;

    new ApiObject(
      this,
      'Resource',
      manifest(k8s.KubeCronJob, {
        metadata: { name, ...inNamespace(namespace), labels: labels.all },
        spec: {
          schedule,
          timeZone: zone,
          concurrencyPolicy: 'Forbid',
          startingDeadlineSeconds,
          successfulJobsHistoryLimit: 3,
          failedJobsHistoryLimit: 3,
          jobTemplate: {
            metadata: { labels: labels.all },
            spec: {
              activeDeadlineSeconds,
              backoffLimit,
              podFailurePolicy: {
                rules: [
                  {
                    action: 'FailJob',
                    onExitCodes: { containerName: CONTAINER, operator: 'In', values: exitCodes },
                    // The schema of 1.28 asks for the field; empty, it means the same as none.
                    onPodConditions: [],
                  },
                ],
              },
              template: {
                metadata: { labels: labels.all },
                spec: podSpec({
                  workload,
                  resources,
                  container: { name: CONTAINER, env: [{ name: URI_ENV, value: historyServerUri }, ...env] },
                  pod: { restartPolicy: 'Never' },
                }),
              },
            },
          },
        },
      }),
    );
  }

  /** Labels by which policies select the pods (a copy). */
  public get podLabels(): { [key: string]: string } {
    return { ...this.selector };
  }

  /** Its pods connect, and listen on no port. */
  public networkEnd(): NetworkEnd {
    const { name, namespace, podLabels } = this;
    return { name, namespace, podLabels, ports: [] };
  }
}

/** Sorted and unique, as the API server wants them. */
function checkExitCodes(at: PropCheck, codes: number[]): number[] {
  if (!Array.isArray(codes) || codes.length === 0)
    at.refuse('props/shape', 'failAtOnceExitCodes', codes, 'must be a list of at least one exit code');
  for (const [i, code] of codes.entries()) at.check(`failAtOnceExitCodes[${i}]`, code, wholeNumber(1, 255));
  return [...new Set(codes)].sort((a, b) => a - b);
}
