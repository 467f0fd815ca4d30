import type { IncomingMessage, ServerResponse } from 'node:http';
import { json as readJson } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { LoopbackServer } from './loopback-server';

export type HistoryServerFault =
  | { status: number; retryAfter?: string; location?: string; problem?: object; body?: string }
  | 'hang'
  | 'reset' // cuts the connection before it has done anything
  | 'reset-after'; // stores the day, then cuts the connection instead of answering

/** What the price fetcher uses of the history server, in memory. */
export class HistoryServerStandIn {
  readonly days = new Map<string, unknown>();
  readonly requests: string[] = [];
  /** The last request's `Authorization`. */
  authorization?: string;
  /** Milliseconds that every answer takes at least. */
  delay = 0;
  /** The most requests that were waiting for their answers at a time. */
  mostInFlight = 0;
  private inFlight = 0;
  private faults: { method: string; fault: HistoryServerFault }[] = [];
  private readonly server = new LoopbackServer((request, response) => {
    this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);
    response.once('close', () => this.inFlight--);
    this.answer(request, response).catch((error) => response.destroy(error));
  });

  get uri(): string {
    return this.server.uri;
  }

  get posts(): string[] {
    return this.requests.filter((request) => request.startsWith('POST'));
  }

  start(): Promise<void> {
    return this.server.start();
  }

  /** Stored days survive, as they would in MinIO. */
  stop(): Promise<void> {
    return this.server.stop();
  }

  failNext(method: 'GET' | 'POST', ...faults: HistoryServerFault[]): void {
    this.faults.push(...faults.map((fault) => ({ method, fault })));
  }

  reset(): void {
    this.faults = [];
    this.days.clear();
    this.requests.length = 0;
    this.delay = 0;
    this.mostInFlight = 0;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests.push(`${request.method} ${request.url}`);
    this.authorization = request.headers.authorization;
    const url = new URL(request.url ?? '/', 'http://stand-in');
    const day = url.searchParams.get('day');
    if (url.pathname !== '/api/prices' || !day) {
      response.writeHead(404).end();
      return;
    }
    const fault = this.takeFault(request.method);
    await sleep(this.delay);
    if (fault === 'hang') return;
    if (fault === 'reset') {
      request.socket.destroy();
    } else if (typeof fault === 'object') {
      const type = fault.problem ? 'application/problem+json' : 'text/plain';
      const headers = {
        'content-type': type,
        ...(fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter }),
        ...(fault.location === undefined ? {} : { location: fault.location }),
      };
      response.writeHead(fault.status, headers).end(fault.problem ? JSON.stringify(fault.problem) : fault.body);
    } else if (request.method === 'GET') {
      const stored = this.days.get(day);
      send(response, stored ? 200 : 404, stored ?? { title: 'No such day', status: 404 });
    } else {
      const records = await readJson(request);
      this.days.set(day, records);
      if (fault === 'reset-after') request.socket.destroy();
      else send(response, 200, { day, records: (records as unknown[]).length, etag: '"e"' });
    }
  }

  private takeFault(method: string | undefined): HistoryServerFault | undefined {
    const at = this.faults.findIndex((fault) => fault.method === method);
    return at < 0 ? undefined : this.faults.splice(at, 1)[0]!.fault;
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
