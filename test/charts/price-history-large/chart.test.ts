import { App } from 'cdk8s';
import { PriceHistoryLargeChart } from '../../../charts/price-history-large/chart';
import { readSettings } from '../../../charts/settings';
import '../../../network/jest';
import { allows, podsOf } from '../../support/policy';
import { type Manifest, pick } from '../../support/synth';

const MINIO = 'price-history-large/minio';
const SERVER = 'price-history-large/history-server';
const FETCHER = 'price-history-large/price-fetcher';
const S3 = { port: 9000, protocol: 'TCP' } as const;

const chart = new PriceHistoryLargeChart(new App(), 'price-history-large', readSettings(undefined, {}, '0.1.0'));
const manifests: Manifest[] = chart.toJson();

/** By the evaluator of the tests, which knows nothing of the engine. */
function admits(from: string, to: string): boolean {
  const pods = podsOf(manifests);
  const called = (name: string) => pods.find((pod) => `${pod.namespace}/${pod.name}` === name)!;
  return allows(manifests, called(from), called(to), S3);
}

describe('the price history for many readers', () => {
  it('is in a namespace of its own', () => {
    expect([...new Set(manifests.map(({ metadata }) => metadata.namespace))]).toEqual(['price-history-large']);
  });

  it('has a MinIO of four pods that reach each other, by the names they are started with', () => {
    expect(chart).toReach(MINIO, `${MINIO}:9000`);
    expect(admits(MINIO, MINIO)).toBe(true);
    const { replicas, template } = pick(manifests, 'StatefulSet').spec;
    const [, host, port] = /^http:\/\/(.*):(\d+)\/data$/.exec(template.spec.containers[0].args[1])!;
    expect(port).toBe('9000');
    for (let ordinal = 0; ordinal < replicas; ordinal++)
      expect(chart).toResolve(host!.replace(`{0...${replicas - 1}}`, `${ordinal}`), MINIO);
  });

  it('lets the history servers and MinIO itself reach MinIO, and nobody else', () => {
    expect(chart).toOnlyBeReachedBy(`${MINIO}:9000`, [SERVER, MINIO]);
    expect(chart).not.toReach(FETCHER, `${MINIO}:9000`);
    expect([SERVER, FETCHER].map((from) => admits(from, MINIO))).toEqual([true, false]);
  });

  it('lets the fetcher reach the history server', () => {
    expect(chart).toReach(FETCHER, SERVER, 8080);
  });

  it('leaves the number of history servers to their autoscaler', () => {
    expect(pick(manifests, 'Deployment').spec).not.toHaveProperty('replicas');
    expect(pick(manifests, 'HorizontalPodAutoscaler').spec).toMatchObject({
      scaleTargetRef: { kind: 'Deployment', name: 'history-server' },
      minReplicas: 2,
      maxReplicas: 10,
    });
  });
});
