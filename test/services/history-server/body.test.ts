import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { withBody } from '../../../services/history-server/src/body';
import { ByteBudget } from '../../../services/history-server/src/in-flight';

const LIMIT = 100_000;

/** A request whose body is what is pushed into it. */
function request(length?: number): IncomingMessage {
  const message = new IncomingMessage(new Socket());
  if (length !== undefined) message.headers['content-length'] = String(length);
  return message;
}

function send(message: IncomingMessage, ...chunks: string[]): void {
  for (const chunk of chunks) message.push(chunk);
  message.push(null);
}

const text = async (bytes: Buffer) => bytes.toString();

describe('withBody', () => {
  it.each([
    ['with its length known', 'abcdef'.length],
    ['in chunks', undefined],
  ])('gives the bytes as they came, %s, in memory of just their length', async (_, length) => {
    const message = request(length);
    const reading = withBody(message, LIMIT, new ByteBudget(LIMIT), async (bytes) => {
      expect(bytes.buffer.byteLength).toBe(6);
      return text(bytes);
    });
    send(message, 'ab', 'c', 'def');
    expect(await reading).toBe('abcdef');
  });

  it('gives nothing for a body that is empty', async () => {
    const message = request();
    const reading = withBody(message, LIMIT, new ByteBudget(LIMIT), text);
    send(message);
    expect(await reading).toBe('');
  });

  it('counts the bytes until their use has ended, well or not', async () => {
    const budget = new ByteBudget(LIMIT);
    for (const end of [async () => 'done', () => Promise.reject(new Error('failed'))]) {
      const message = request(6);
      const reading = withBody(message, LIMIT, budget, async () => {
        expect(budget.held).toBe(6);
        return end();
      });
      send(message, 'abcdef');
      await reading.catch(() => undefined);
      expect(budget.held).toBe(0);
    }
  });

  it('reserves what came, and not what was announced', async () => {
    const budget = new ByteBudget(10 * LIMIT);
    const announced = Array.from({ length: 50 }, () => request(LIMIT));
    const readings = announced.map((message) => withBody(message, LIMIT, budget, text).catch(({ status }) => status));
    for (const message of announced) message.push('a');
    await new Promise(setImmediate);
    expect(budget.held).toBeGreaterThanOrEqual(50);
    expect(budget.held).toBeLessThan((50 * LIMIT) / 10);
    for (const message of announced) message.destroy();
    expect(await Promise.all(readings)).toEqual(announced.map(() => 400));
    expect(budget.held).toBe(0);
  });

  it('counts at most about twice what came byte by byte', async () => {
    const budget = new ByteBudget(LIMIT);
    const message = request();
    const reading = withBody(message, LIMIT, budget, async (bytes) => bytes.length);
    for (let i = 0; i < 20_000; i++) message.push('x');
    await new Promise(setImmediate);
    expect(budget.held).toBeGreaterThanOrEqual(20_000);
    expect(budget.held).toBeLessThanOrEqual(40_000);
    message.push(null);
    expect(await reading).toBe(20_000);
    expect(budget.held).toBe(0);
  });

  it.each([
    ['announced', LIMIT + 1],
    ['sent', undefined],
  ])('refuses more than the limit, %s, with 413', async (_, length) => {
    const budget = new ByteBudget(2 * LIMIT);
    const message = request(length);
    const reading = withBody(message, LIMIT, budget, text);
    send(message, 'x'.repeat(LIMIT), 'x');
    await expect(reading).rejects.toMatchObject({ status: 413 });
    expect(budget.held).toBe(0);
  });

  it('refuses with 503 what the others left no room for, and keeps none of it', async () => {
    const budget = new ByteBudget(LIMIT);
    budget.take(LIMIT - 10_000);
    const message = request(20_000);
    const reading = withBody(message, LIMIT, budget, text);
    send(message, 'x'.repeat(8000), 'x'.repeat(12_000));
    await expect(reading).rejects.toMatchObject({ status: 503, headers: { 'Retry-After': '1' } });
    expect(budget.held).toBe(LIMIT - 10_000);
    expect(message.isPaused()).toBe(false);
  });
});
