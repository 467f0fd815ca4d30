import type { Outcome } from '../expectation/expectation';
import type { Position } from '../manifest/manifest';

/** What the kinds of expectations are called in reports. */
const RULES = {
  allow: 'A connection that has to be possible',
  deny: 'A connection that must not be possible',
  isolated: 'A workload that policies have to isolate',
  onlyReached: 'A workload that only these may reach',
  resolve: 'A name that has to resolve',
  route: 'A URL that has to be routed to a Service',
};

/**
 * The failures as a SARIF log, which code hosts show in reviews.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function outcomesSarif(outcomes: readonly Outcome[], version: string): object {
  const rules = Object.entries(RULES).map(([id, text]) => ({ id, shortDescription: { text } }));
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'gridwall', semanticVersion: version, rules } },
        results: outcomes.filter(({ passed }) => !passed).map(result),
      },
    ],
  };
}

function result({ expectation, reason, remedy, policies }: Outcome): object {
  const message = `${expectation.text}: ${reason}${remedy ? `. Remedy: ${remedy}` : ''}`;
  return {
    ruleId: expectation.kind,
    ruleIndex: Object.keys(RULES).indexOf(expectation.kind),
    level: 'error',
    message: { text: message },
    locations: [location(expectation.position)],
    ...(policies.length
      ? {
          relatedLocations: policies.map(({ policy, position }, id) => ({
            id,
            message: { text: `NetworkPolicy ${policy}` },
            ...location(position),
          })),
        }
      : {}),
  };
}

function location({ source, line, column }: Position): object {
  const uri = source.split('/').map(encodeURIComponent).join('/');
  const region = line === undefined ? {} : { region: { startLine: line, startColumn: column } };
  return { physicalLocation: { artifactLocation: { uri }, ...region } };
}
