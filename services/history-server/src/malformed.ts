import { randomUUID } from 'node:crypto';
import { maxHeaderSize, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { Counter } from 'prom-client';
import type { Metrics } from './metrics';
import { Problem } from './problem';

/** For the client to read the answer: to close at once, with input unread, resets the connection and may lose it. */
const LINGER_MS = 1000;

/**
 * Refuses what is no request, which therefore never reaches the app, the way the app would: with a problem document, a
 * line in the log and a count. For the event `clientError` of Node's HTTP server.
 */
export function refuseMalformed(log: Logger, { registry }: Metrics): (error: Error, socket: Duplex) => void {
  const refused = new Counter({
    name: 'http_refused_total',
    help: 'What came in place of a request: malformed, too long in the head, or not complete in time.',
    labelNames: ['status'],
    registers: [registry],
  });
  const seen = new WeakSet<Duplex>();

  return (error, socket) => {
    // The parser complains of every further packet, too.
    if (seen.has(socket)) return;
    seen.add(socket);
    const problem = problemOf(error);
    if (!problem) {
      socket.destroy();
      return;
    }
    const refuse = () => {
      const current = beingAnswered(socket);
      if (current?.req.complete) {
        // The fault is behind that request, so its answer goes first.
        current.once('close', refuse);
      } else if (current?.headersSent || !socket.writable) {
        socket.destroy();
      } else {
        const requestId = randomUUID();
        answer(socket, problem, requestId);
        // The app has a request whose body is malformed, and will count it.
        if (current) return;
        const { status, detail } = problem;
        refused.inc({ status });
        log.info({ requestId, status, detail }, 'refused');
      }
    };
    refuse();
  };
}

/** The response that has the connection at present. Node's own handler looks at the same place; there is no public one. */
function beingAnswered(socket: Duplex): ServerResponse | undefined {
  return (socket as Socket & { _httpMessage?: ServerResponse })._httpMessage ?? undefined;
}

/** Undefined for errors of the connection, on which nobody is left to answer to. */
function problemOf(error: NodeJS.ErrnoException): Problem | undefined {
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') return new Problem(408, 'the request was not complete in time');
  if (error.code === 'HPE_HEADER_OVERFLOW') {
    return new Problem(431, `the head of the request is longer than ${maxHeaderSize} bytes`);
  }
  return error.code?.startsWith('HPE_') ? new Problem(400, `this is no HTTP request: ${error.message}`) : undefined;
}

function answer(socket: Duplex, problem: Problem, requestId: string): void {
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${problem.title}`,
    `Date: ${new Date().toUTCString()}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    `X-Request-Id: ${requestId}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(timer));
}
