import http from 'node:http';
import https from 'node:https';

/** Answers after which the minio package throws without reading the body, so that the socket never returns to the pool. */
const UNDRAINED = new Set([408, 429, 499, 500, 502, 503, 504, 520]);

/** A free socket is dropped before MinIO (30 s) closes it under a request. */
const FREE_SOCKET_MS = 10_000;

export class MinioTimeout extends Error {
  override name = 'MinioTimeout';
}

export class MinioStatus extends Error {
  override name = 'MinioStatus';
  constructor(readonly status: number) {
    super(`status ${status}`);
  }
}

export interface MinioTransport {
  readonly agent: http.Agent;
  request(options: http.RequestOptions, onResponse: (response: http.IncomingMessage) => void): http.ClientRequest;
}

/**
 * What the minio package lacks: a bounded pool, a deadline from the wait for a socket to the last byte of the body,
 * and drained error answers.
 */
export function minioTransport(tls: boolean, timeoutMs: number, maxSockets: number): MinioTransport {
  const agentOptions = { keepAlive: true, maxSockets, maxFreeSockets: maxSockets, timeout: FREE_SOCKET_MS };
  const agent = tls ? new https.Agent(agentOptions) : new http.Agent(agentOptions);
  const send = tls ? https.request : http.request;
  return {
    agent,
    request(options, onResponse) {
      let answer: http.IncomingMessage | undefined;
      const request = send(options, (response) => {
        answer = response;
        const status = response.statusCode as number;
        if (!UNDRAINED.has(status)) return onResponse(response);
        response.resume();
        request.emit('error', new MinioStatus(status));
      });
      const timer = setTimeout(() => {
        (answer ?? request).destroy(new MinioTimeout(`no full answer within ${timeoutMs} ms`));
        // The peer may be gone without a word; then the sockets that wait in the pool are as dead as this one.
        for (const free of Object.values(agent.freeSockets).flat()) free?.destroy();
      }, timeoutMs);
      request.once('close', () => clearTimeout(timer));
      return request;
    },
  };
}
