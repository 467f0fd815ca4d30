/** The public door of the read side: manifests in, answers out. */
export type { Direction } from './cluster/network-policy';
export { Doctor, DoctorError, type DoctorInput, type DoctorOptions } from './doctor';
export type { Diagnosis } from './doctor/diagnosis';
export type { Finding } from './doctor/finding';
export type { Severity } from './doctor/rule';
export { type NetworkInput, readNetwork } from './input';
export { InputError, type InputErrorCode, type Problem } from './input-error';
export { type ConstructsPackage, traceConstructs } from './manifest/construct-trace';
export type { Position } from './manifest/manifest';
export type { ExposedTarget, Exposure } from './question/exposure';
export {
  type ExposureDifference,
  exposureDifference,
  type UnansweredPort,
  type WayInChange,
} from './question/exposure-difference';
export { type End, Network } from './question/network';
export type { Answer, PolicyReference, RuleReference, SideAnswer, Verdict } from './reach/answer';
export { type ConnlistEdge, connlist } from './reach/connlist';
export { type ConnectionChange, type Difference, difference } from './reach/difference';
