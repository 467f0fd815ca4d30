import type { Report } from '../cluster/report';

/** The fields of a value that are given: to the API server null says nothing. */
export function givenFields(report: Report, value: unknown, known?: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(report.fields(value, known)).filter(([, field]) => field !== null));
}
