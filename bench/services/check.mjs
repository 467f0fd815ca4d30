import { BenchError } from '../shared/errors.mjs';

const AT_ONCE = 8;

/**
 * Only what does the same work may be compared: each variant must take every day, have it in MinIO as it was posted, and
 * give it back byte for byte. The days stay there for the reads to come.
 * @throws BenchError naming the variant and what it did instead
 */
export async function checkVariant({ name, bucket }, server, minio, days, signal) {
  const request = (path, options) =>
    fetch(`${server.url}${path}`, options).catch(({ message, cause }) => {
      throw new BenchError(`${name}: ${options?.method ?? 'GET'} ${path}: ${cause?.message ?? message}`);
    });
  const isGiven = async ({ path, bytes }) => {
    const answer = await request(path);
    assertSame(Buffer.from(await answer.arrayBuffer()), bytes, `${name}: the answer ${answer.status} to GET ${path}`);
  };
  if (!bucket) {
    await server.answering(days[0].path);
    await isGiven(days[0]);
    return;
  }
  await server.answering(days[0].path, 404);
  for (let at = 0; at < days.length; at += AT_ONCE) {
    signal.throwIfAborted();
    await Promise.all(
      days.slice(at, at + AT_ONCE).map(async ({ day, path, bytes }) => {
        const headers = { 'Content-Type': 'application/json' };
        const answer = await request(path, { method: 'POST', headers, body: bytes });
        if (answer.status !== 200)
          throw new BenchError(`${name}: POST ${path} is answered with ${answer.status}: ${await answer.text()}`);
        assertSame(await minio.read(bucket, `${day}.json`), bytes, `${name}: ${day}.json in MinIO`);
        await isGiven({ path, bytes });
      }),
    );
  }
}

function assertSame(found, expected, what) {
  if (!found.equals(expected)) throw new BenchError(`${what} is not what was posted: ${found.subarray(0, 200)}`);
}
