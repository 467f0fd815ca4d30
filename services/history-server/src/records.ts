import type { ErrorObject } from 'ajv';
import { isDay } from './day';
import { expectation, schemaCheck } from './openapi';
import { type Fault, Problem } from './problem';

/** One price; see the schema `Record` of the OpenAPI document. */
export interface PriceRecord {
  readonly estonian_time: string;
  readonly price: number;
  readonly timestamp: number;
}

/** Enough to find the mistake; the rest is most often the same one again. */
const MAX_FAULTS = 100;
/** Quotes in the text of a record: round its three keys and its one string. */
const QUOTES = 8;
const QUOTE = 0x22;
/** Of a key that is not known: a sender's own megabyte is no help to him. */
const SHOWN_KEY_CHARS = 100;

const isRecord = schemaCheck<PriceRecord>('Record');
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Checks the bytes of a posted day and counts its records. The bytes themselves are what is stored.
 * @throws Problem 400 when they are not JSON, 422 with a pointer to each wrong record.
 */
export function checkRecords(bytes: Buffer): number {
  const records = parse(bytes);
  if (!Array.isArray(records)) {
    throw new Problem(422, 'the body is not a list of records', [{ pointer: '', detail: 'must be an array' }]);
  }
  if (records.length === 0) {
    throw new Problem(422, 'the list of records is empty', [{ pointer: '', detail: 'must hold at least one record' }]);
  }
  const faults: Fault[] = [];
  const seen = new Map<number, number>();
  for (let index = 0; index < records.length && faults.length < MAX_FAULTS; index++) {
    // One record can have a fault for each of its keys: more than a call takes arguments.
    faults.push(...recordFaults(records[index], index, seen).slice(0, MAX_FAULTS));
  }
  if (faults.length > 0) {
    const first = faults[0] as Fault;
    const count = faults.length < MAX_FAULTS ? `${faults.length}` : `${MAX_FAULTS} or more`;
    throw new Problem(
      422,
      `${count} faults in ${records.length} records, first at ${first.pointer}: ${first.detail}`,
      faults.slice(0, MAX_FAULTS),
    );
  }
  // Readers disagree on which of two equal keys counts, so what was checked here might not be what they see.
  if (quotes(bytes) !== records.length * QUOTES) {
    throw new Problem(422, 'a record has the same key twice', [{ pointer: '', detail: 'must name each key once' }]);
  }
  return records.length;
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch (error) {
    throw new Problem(400, `the body is not JSON in UTF-8: ${(error as Error).message}`);
  }
}

function recordFaults(record: unknown, index: number, seen: Map<number, number>): Fault[] {
  if (!isRecord(record)) return (isRecord.errors ?? []).map((error) => schemaFault(error, index));
  const faults: Fault[] = [];
  const { estonian_time, timestamp } = record;
  if (!isDay(estonian_time.slice(0, 10)) || Date.parse(estonian_time) !== timestamp * 1000) {
    const instant = new Date(timestamp * 1000).toISOString();
    const detail = `${estonian_time} is not the instant of the timestamp ${timestamp}, ${instant}`;
    faults.push({ pointer: `/${index}/estonian_time`, detail });
  }
  const earlier = seen.get(timestamp);
  if (earlier === undefined) seen.set(timestamp, index);
  else
    faults.push({ pointer: `/${index}/timestamp`, detail: `${timestamp} is the timestamp of record ${earlier} too` });
  return faults;
}

function schemaFault(error: ErrorObject, index: number): Fault {
  const extra =
    error.keyword === 'additionalProperties'
      ? `: ${JSON.stringify(error.params.additionalProperty.slice(0, SHOWN_KEY_CHARS))}`
      : '';
  return { pointer: `/${index}${error.instancePath}`, detail: `${expectation(error)}${extra}` };
}

function quotes(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(QUOTE); at !== -1; at = bytes.indexOf(QUOTE, at + 1)) count++;
  return count;
}
