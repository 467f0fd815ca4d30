import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { CLEAN_UP } from '../echo-demo/clean-up';
import { HeadlessPostgres } from './headless-postgres';

/** Pods with DNS names of their own. */
export class HeadlessPostgresChart extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'test' });
    new HeadlessPostgres(this, 'headless-postgres', { labels: CLEAN_UP });
  }
}
