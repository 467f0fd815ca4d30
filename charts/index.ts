/** The constructs of gridwall: import them from "gridwall". */
export * from './echo-demo/echo-demo';
export * from './headless-postgres/headless-postgres';
export * from './mesh/canary-route';
export * from './mesh/linkerd-route';
export * from './mesh/mesh-namespace';
export * from './mesh/strict-mtls';
export * from './policy/allow-egress';
export * from './policy/allow-from';
export { DefaultDeny, type DefaultDenyProps } from './policy/default-deny';
export type { AddressBlock, INetworkEnd, NetworkEnd, NetworkEndPort } from './policy/network-end';
export { NetworkPlan, type NetworkPlanProps } from './policy/network-plan';
export * from './policy/peer';
export { Port } from './policy/port';
export * from './price-history/history-server';
export type { HistoryServerAttributes, IHistoryServer } from './price-history/history-server-endpoint';
export * from './price-history/minio';
export type { IMinio, MinioAttributes } from './price-history/minio-endpoint';
export * from './price-history/minio-isolation';
export * from './price-history/minio-service';
export * from './price-history/price-fetcher-job';
export {
  type BackendPort,
  type IServiceBackend,
  ServiceBackend,
  type ServiceBackendAttributes,
} from './routing/backend';
export * from './routing/routes';
export * from './routing/routes-props';
export { CertificateIssuer, RoutesTls } from './routing/tls';
export { TargetCluster } from './validation/target-cluster';
export type { ContainerProps, ResourceProps } from './workload/container-props';
export * from './workload/debug-pod';
export * from './workload/env-var';
export * from './workload/expose';
export * from './workload/headless-set';
export * from './workload/health-probe';
export * from './workload/microservice';
export type { IMicroservice, MicroserviceAttributes } from './workload/microservice-endpoint';
export type { MicroservicePort } from './workload/microservice-port';
export * from './workload/node-exposed-pod';
export type { PrivilegeProps } from './workload/privileges';
export type { ScalingProps } from './workload/scaling';
export { AntiAffinity } from './workload/stateful-set';
export type { WorkloadProps } from './workload/workload-props';
