import type { Construct } from 'constructs';
import { AdvancedIngressChart } from './advanced-ingress';
import { AnyHostChart } from './any-host';
import { CanaryChart } from './canary';
import { ExternalIssuerChart } from './external-issuer';
import { GatewayRoutingChart } from './gateway-routing';
import { HeadlessMysqlChart } from './headless-mysql';
import { HeadlessRedisChart } from './headless-redis';
import { IngressShapesChart } from './ingress-shapes';
import { MinimalIngressChart } from './minimal-ingress';
import { MultiIngressChart } from './multi-ingress';
import { MultiServiceIngressChart } from './multi-service-ingress';
import { MultiTierChart } from './multi-tier';
import { MultihostChart } from './multihost';
import { MutualTlsChart } from './mutual-tls';
import { PathRoutingChart } from './path-routing';
import { RetriesChart } from './retries';
import { SecureIngressChart } from './secure-ingress';
import { ThreeTierChart } from './three-tier';
import { TlsIngressChart } from './tls-ingress';
import { VirtualHostsChart } from './virtual-hosts';
import { ZeroTrustChart } from './zero-trust';

/** The examples that every cluster takes; an id is the name of chart, file and namespace. */
export function addGallery(app: Construct): void {
  new AdvancedIngressChart(app, 'advanced-ingress');
  new AnyHostChart(app, 'any-host');
  new ExternalIssuerChart(app, 'external-issuer');
  new HeadlessMysqlChart(app, 'headless-mysql');
  new HeadlessRedisChart(app, 'headless-redis');
  new IngressShapesChart(app, 'ingress-shapes');
  new MinimalIngressChart(app, 'minimal-ingress');
  new MultiIngressChart(app, 'multi-ingress');
  new MultiServiceIngressChart(app, 'multi-service-ingress');
  new MultihostChart(app, 'multihost');
  new PathRoutingChart(app, 'path-routing');
  new TlsIngressChart(app, 'tls-ingress');
  new MultiTierChart(app, 'multi-tier');
  new ThreeTierChart(app, 'three-tier');
  new VirtualHostsChart(app, 'virtual-hosts');
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
