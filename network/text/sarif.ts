import type { Position } from '../manifest/manifest';

/**
 * A SARIF log, which code hosts show in reviews.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifLog(version: string, rules: readonly object[], results: readonly object[]): object {
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver: { name: 'gridwall', semanticVersion: version, rules } }, results }],
  };
}

export function sarifLocation({ source, line, column }: Position): object {
  const uri = source.split('/').map(encodeURIComponent).join('/');
  const region = line === undefined ? {} : { region: { startLine: line, startColumn: column } };
  return { physicalLocation: { artifactLocation: { uri }, ...region } };
}
