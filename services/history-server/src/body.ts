import type { IncomingMessage } from 'node:http';
import { Problem } from './problem';

/**
 * Reads the whole body of a request. One that is too long is refused as soon as that is known; Node then reads the
 * rest away, so that the sender gets the answer and not a broken connection.
 * @throws Problem 413 above `limit` bytes, 400 when it ends early.
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(request.headers['content-length']) > limit) throw tooLong(limit);
  const chunks: Buffer[] = [];
  let length = 0;
  await new Promise<void>((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= limit) chunks.push(chunk);
      else reject(tooLong(limit));
    });
    request.once('end', resolve);
    request.once('close', () => reject(new Problem(400, 'the connection closed before the body was complete')));
  });
  return Buffer.concat(chunks);
}

function tooLong(limit: number): Problem {
  return new Problem(413, `the body is longer than ${limit} bytes`);
}
