import { inspect } from 'node:util';
import { SEVERITIES, type Severity } from './doctor/rule';
import { nearest } from './route/nearest';

/**
 * Takes nothing for granted of callers without types: an option that is misspelt would let pass what it was to stop.
 * @param where names the call: `toPassDoctor`
 * @throws TypeError for what is no object, and for options that there are not
 */
export function refuseUnknownOptions(where: string, options: unknown, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new TypeError(`${where}: ${inspect(options)} is no object of options; there are ${known.join(', ')}`);
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const meant = nearest(name, known);
    throw new TypeError(
      `${where}: there is no option "${name}"; ${meant ? `"${meant}" may be meant` : `there are ${known.join(', ')}`}`,
    );
  }
}

/** @throws TypeError for what is no severity */
export function severityOf(where: string, failOn: unknown): Severity {
  const severity = SEVERITIES.find((one) => one === failOn);
  if (!severity) throw new TypeError(`${where}: failOn ${inspect(failOn)} is none of ${SEVERITIES.join(', ')}`);
  return severity;
}
