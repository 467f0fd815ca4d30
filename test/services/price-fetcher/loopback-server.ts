import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';

/** First port of the range the kernel takes client ports from: below it a port stays free between stop and start. */
const FIRST_EPHEMERAL_PORT = 32_768;

/** An HTTP server on 127.0.0.1 that can go away and come back on the same port. */
export class LoopbackServer {
  private server?: Server;
  private port?: number;

  constructor(private readonly listener: RequestListener) {}

  get uri(): string {
    if (this.port === undefined) throw new Error('start() the server first');
    return `http://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    for (;;) {
      const port = this.port ?? 20_000 + Math.floor(Math.random() * (FIRST_EPHEMERAL_PORT - 20_000));
      const server = createServer(this.listener).listen(port, '127.0.0.1');
      try {
        await once(server, 'listening');
      } catch (error) {
        if (this.port === undefined && (error as NodeJS.ErrnoException).code === 'EADDRINUSE') continue;
        throw error;
      }
      this.server = server;
      this.port = port;
      return;
    }
  }

  /** Cuts all connections and frees the port. */
  async stop(): Promise<void> {
    if (!this.server) return;
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    this.server = undefined;
    await closed;
  }
}
