import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { LoopbackServer } from './loopback-server';

/** Ways in which the real API was seen to misbehave, or could. */
export type EleringFault =
  | { status: number; retryAfter?: string; location?: string; body?: string }
  | 'hang' // accepts and never answers
  | 'stall' // sends half an answer, then nothing
  | 'reset' // cuts the connection
  | 'corrupt' // a packed answer with a wrong byte in the middle
  | 'half-packed' // half a packed answer as a whole one
  | 'cut-off' // announces the whole answer and cuts the connection in the middle
  | 'truncated' // half a JSON text as a complete answer
  | 'partial' // the first 45 records
  | 'all-zero'
  | 'empty-object'
  | 'empty-array'
  | 'no-data'
  | 'html'
  | 'missing-area'
  | 'null-price'
  | 'twice'
  | 'hourly'; // hours where quarters are due

export interface StandInPrice {
  timestamp: number;
  price: number;
}

const HOUR = 3600;
const QUARTER = 900;
const YEAR = 366 * 86_400;
/** 2025-10-01T00:00+02:00: the market's day begins by Central European Time. */
export const QUARTERS_SINCE = Date.UTC(2025, 8, 30, 22) / 1000;

/**
 * Answers `GET /api/nps/price` in the shape of Elering's API for any span: the same price for the same time always, hourly before
 * the change of October 2025 and quarters of an hour since, `end` inclusive, at most a year at once.
 */
export class EleringStandIn {
  /** Query strings of all requests, decoded. */
  readonly questions: { start: string; end: string }[] = [];
  /** Records from this time on are not published yet. */
  publishedUntil = Number.POSITIVE_INFINITY;
  private faults: EleringFault[] = [];
  private readonly server = new LoopbackServer((request, response) => this.answer(request, response));

  get uri(): string {
    return this.server.uri;
  }

  start(): Promise<void> {
    return this.server.start();
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  /** The next answers go wrong like this, one after the other; then all is well again. */
  failNext(...faults: EleringFault[]): void {
    this.faults.push(...faults);
  }

  reset(): void {
    this.faults = [];
    this.questions.length = 0;
    this.publishedUntil = Number.POSITIVE_INFINITY;
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://stand-in');
    if (request.method !== 'GET' || url.pathname !== '/api/nps/price') {
      response.writeHead(404).end();
      return;
    }
    const question = { start: url.searchParams.get('start') ?? '', end: url.searchParams.get('end') ?? '' };
    this.questions.push(question);
    const fault = this.faults.shift();
    if (typeof fault === 'object') {
      const headers = {
        ...(fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter }),
        ...(fault.location === undefined ? {} : { location: fault.location }),
      };
      response.writeHead(fault.status, headers).end(fault.body);
      return;
    }
    if (fault === 'hang') return;
    if (fault === 'reset') {
      request.socket.destroy();
      return;
    }
    const [start, end] = [instant(question.start), instant(question.end)];
    if (start === undefined || end === undefined || end - start > YEAR) {
      const problem =
        start === undefined || end === undefined ? 'Dates must be ISO 8601 with offset' : 'Maximum period is 1 year';
      response
        .writeHead(400, { 'content-type': 'application/json' })
        .end(JSON.stringify({ success: false, messages: [problem] }));
      return;
    }
    const step = fault === 'hourly' ? HOUR : undefined;
    const times = timesBetween(start, Math.min(end, this.publishedUntil - 1), step);
    this.send(response, times, fault);
  }

  private send(response: ServerResponse, times: number[], fault: EleringFault | undefined): void {
    const [type, body] = bodyOf(times, fault);
    if (fault === 'corrupt' || fault === 'half-packed') {
      const packed = gzipSync(body);
      const middle = Math.floor(packed.length / 2);
      packed[middle]! ^= 0xff;
      const headers = { 'content-type': type, 'content-encoding': 'gzip' };
      response.writeHead(200, headers).end(fault === 'corrupt' ? packed : packed.subarray(0, middle));
      return;
    }
    response.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
    if (fault === 'stall' || fault === 'cut-off') {
      response.write(body.slice(0, body.length / 2), () => fault === 'cut-off' && response.socket?.destroy());
    } else {
      response.end(body);
    }
  }
}

/** Seconds; undefined unless ISO 8601 with offset, the one form the API reads. */
function instant(text: string): number | undefined {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) / 1000 : undefined;
}

function timesBetween(start: number, end: number, fixedStep?: number): number[] {
  const times: number[] = [];
  const stepAt = (time: number) => fixedStep ?? (time < QUARTERS_SINCE ? HOUR : QUARTER);
  for (let time = Math.ceil(start / HOUR) * HOUR; time <= end; time += stepAt(time)) times.push(time);
  return times;
}

/** A price that looks like one, can be negative, a whole number or 0, and depends on nothing but time and area. */
export function priceAt(timestamp: number, area = 'ee'): number {
  const noise = Math.imul(timestamp / QUARTER + area.charCodeAt(0) * 7, 2_654_435_761) >>> 0;
  return noise % 24 === 0 ? Math.round(noise / 1e8) - 20 : Math.round((noise / 2 ** 32) * 25_000 - 4_000) / 100;
}

function bodyOf(times: number[], fault: EleringFault | undefined): [type: string, body: string] {
  const prices = (area: string): StandInPrice[] =>
    times.map((timestamp) => ({ timestamp, price: priceAt(timestamp, area) }));
  const json = (data: unknown): [string, string] => ['application/json', JSON.stringify({ success: true, data })];
  const areas = { ee: prices('ee'), fi: prices('fi'), lv: prices('lv'), lt: prices('lt') };
  switch (fault) {
    case 'truncated':
      return ['application/json', json(areas)[1].slice(0, -times.length * 10)];
    case 'partial':
      return json({ ...areas, ee: areas.ee.slice(0, 45) });
    case 'all-zero':
      return json({ ...areas, ee: areas.ee.map(({ timestamp }) => ({ timestamp, price: 0 })) });
    case 'empty-object':
      return ['application/json', '{}'];
    case 'empty-array':
      return ['application/json', '[]'];
    case 'no-data':
      return json([]);
    case 'html':
      return ['text/html', '<!doctype html>\n<title>Maintenance</title>'];
    case 'missing-area':
      return json({ fi: areas.fi, lv: areas.lv });
    case 'null-price':
      return json({ ...areas, ee: areas.ee.map((price, i) => (i === 3 ? { ...price, price: null } : price)) });
    case 'twice':
      return json({ ...areas, ee: [...areas.ee, areas.ee[5]] });
    default:
      return json(areas);
  }
}
