/** The constructs of gridwall: import them from "gridwall". */
export * from './echo-demo/echo-demo';
export * from './headless-postgres/headless-postgres';
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
