import type { Construct } from 'constructs';
import { AccessNginxChart } from './access-nginx';
import { AdvancedIngressChart } from './advanced-ingress';
import { AnyHostChart } from './any-host';
import { BareMetalChart } from './bare-metal';
import { CanaryChart } from './canary';
import { ClusterIpChart } from './cluster-ip';
import { DebugPodsChart } from './debug-pods';
import { ExamPoliciesChart } from './exam-policies';
import { ExternalIssuerChart } from './external-issuer';
import { FiveServicesChart } from './five-services';
import { GatewayRoutingChart } from './gateway-routing';
import { HeadlessMysqlChart } from './headless-mysql';
import { HeadlessPostgresqlChart } from './headless-postgresql';
import { HeadlessRedisChart } from './headless-redis';
import { HostPortsChart } from './host-ports';
import { IngressShapesChart } from './ingress-shapes';
import { MinimalIngressChart } from './minimal-ingress';
import { MultiIngressChart } from './multi-ingress';
import { MultiServiceIngressChart } from './multi-service-ingress';
import { MultiTierChart } from './multi-tier';
import { MultihostChart } from './multihost';
import { MutualTlsChart } from './mutual-tls';
import { NodePortsChart } from './node-ports';
import { PathRoutingChart } from './path-routing';
import { RetriesChart } from './retries';
import { SecureIngressChart } from './secure-ingress';
import { ServiceKindsChart } from './service-kinds';
import { SinglePoliciesChart } from './single-policies';
import { StickyServiceChart } from './sticky-service';
import { TargetPortChart } from './target-port';
import { ThreeTierChart } from './three-tier';
import { TlsIngressChart } from './tls-ingress';
import { VirtualHostsChart } from './virtual-hosts';
import { WordpressChart } from './wordpress';
import { ZeroTrustChart } from './zero-trust';

/** The examples that every cluster takes; an id is the name of chart, file and namespace. */
export function addGallery(app: Construct): void {
  new AccessNginxChart(app, 'access-nginx');
  new AdvancedIngressChart(app, 'advanced-ingress');
  new AnyHostChart(app, 'any-host');
  new BareMetalChart(app, 'bare-metal');
  new ClusterIpChart(app, 'cluster-ip');
  new DebugPodsChart(app, 'debug-pods');
  new ExamPoliciesChart(app, 'exam-policies');
  new ExternalIssuerChart(app, 'external-issuer');
  new FiveServicesChart(app, 'five-services');
  new HeadlessMysqlChart(app, 'headless-mysql');
  new HeadlessPostgresqlChart(app, 'headless-postgresql');
  new HeadlessRedisChart(app, 'headless-redis');
  new HostPortsChart(app, 'host-ports');
  new IngressShapesChart(app, 'ingress-shapes');
  new MinimalIngressChart(app, 'minimal-ingress');
  new MultiIngressChart(app, 'multi-ingress');
  new MultiServiceIngressChart(app, 'multi-service-ingress');
  new MultiTierChart(app, 'multi-tier');
  new MultihostChart(app, 'multihost');
  new NodePortsChart(app, 'node-ports');
  new PathRoutingChart(app, 'path-routing');
  new ServiceKindsChart(app, 'service-kinds');
  new SinglePoliciesChart(app, 'single-policies');
  new StickyServiceChart(app, 'sticky-service');
  new TargetPortChart(app, 'target-port');
  new ThreeTierChart(app, 'three-tier');
  new TlsIngressChart(app, 'tls-ingress');
  new VirtualHostsChart(app, 'virtual-hosts');
  new WordpressChart(app, 'wordpress');
  new ZeroTrustChart(app, 'zero-trust');
}

/** The examples that need definitions of Gateway API, Istio or cert-manager in the cluster. */
export function addGalleryOfDefinitions(app: Construct): void {
  new CanaryChart(app, 'canary');
  new GatewayRoutingChart(app, 'gateway-routing');
  new MutualTlsChart(app, 'mutual-tls');
  new RetriesChart(app, 'retries');
  new SecureIngressChart(app, 'secure-ingress');
}
