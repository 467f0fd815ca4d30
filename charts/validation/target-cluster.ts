import { Chart } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { dnsLabel } from './names';
import { PropCheck } from './prop-check';
import { CLUSTER, clusterOf } from './same-cluster';

/**
 * The clusters that the charts of an app are for. What is checked across charts (objects of one name, node ports, plans, …) is
 * checked among those of one cluster; charts without a word of it are for one and the same.
 *
 * @example
 * for (const environment of ['staging', 'production']) {
 *   const chart = new Chart(app, environment, { namespace: 'shop' });
 *   TargetCluster.set(chart, environment);
 *   new Microservice(chart, 'api', …);
 * }
 */
export class TargetCluster {
  /**
   * Says which cluster a chart is for.
   * @param scope a chart, or what charts are made in; still without constructs, which would not know of it
   * @param name of the cluster: it is written nowhere
   */
  public static set(scope: Construct, name: string): void {
    const at = PropCheck.ofCall('TargetCluster.set');
    if (!Construct.isConstruct(scope)) at.refuse('scope/chart', 'scope', scope, 'must be a Chart');
    at.check('name', name, dnsLabel);
    const { path, children, scopes } = scope.node;
    const chart = scopes.slice(0, -1).find(Chart.isChart);
    if (chart) at.refuse('props/conflict', 'scope', path, `is applied with what it is inside of, ${chart.node.path}`);
    const known = clusterOf(scope);
    if (known !== undefined && known !== name)
      at.refuse('props/conflict', 'name', name, `${path} is for cluster "${known}"`);
    if (children.length > 0)
      at.refuse('props/conflict', 'scope', path, 'has constructs already: say it before the first of them');
    scope.node.setContext(CLUSTER, name);
  }

  /**
   * The cluster that a construct is for; undefined where nobody said so.
   * @param construct any construct of an app
   */
  public static of(construct: IConstruct): string | undefined {
    return clusterOf(construct);
  }

  private constructor() {}
}
