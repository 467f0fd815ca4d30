import { ApiObject, type Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { Doctor } from '../network';

/**
 * Says in an object why the doctor's finding is meant.
 * @param name of the object, of which the chart has to have one
 */
export function ignore(chart: Chart, kind: string, name: string, rule: string, reason: string): void {
  const objects = chart.node
    .findAll()
    .filter(ApiObject.isApiObject)
    .filter((object) => object.kind === kind && object.name === name);
  if (objects.length !== 1) throw new Error(`${chart.node.path} has ${objects.length} ${kind} ${name}, must be one`);
  objects[0]!.metadata.addAnnotation('gridwall/ignore', `${rule}: ${reason}`);
}

/**
 * Fails the synth where the doctor finds what is not meant.
 * @param scopes each looked at by itself: an app, or a chart that stands alone
 * @throws DoctorError
 */
export function examine(scopes: readonly IConstruct[]): void {
  for (const scope of scopes) Doctor.of(scope).check();
}
