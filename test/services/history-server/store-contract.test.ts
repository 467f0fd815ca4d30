import { randomBytes } from 'node:crypto';
import { readConfig } from '../../../services/history-server/src/config';
import { FileStore } from '../../../services/history-server/src/file-store';
import { MinioStore } from '../../../services/history-server/src/minio-store';
import { GuardFailed, type PriceStore } from '../../../services/history-server/src/price-store';
import { anyMinio, describeWithMinio, MINIO_TIMEOUT_MS } from '../../support/minio-server';
import { temporaryFolder, UNHURRIED } from './support';

const MAX_BYTES = 1024 * 1024;

/** A prepared store that holds nothing yet, and what frees it. */
type Opened = { store: PriceStore; close(): Promise<void> };

async function fileStore(): Promise<Opened> {
  const folder = await temporaryFolder();
  return { store: await FileStore.open(folder.path, MAX_BYTES), close: folder.remove };
}

async function minioStore(): Promise<Opened> {
  const minio = await anyMinio();
  const { store } = readConfig({ ...minio.access, BUCKET: `price-data-${randomBytes(4).toString('hex')}` });
  if (!('minio' in store)) throw new Error('not MinIO');
  return { store: new MinioStore(store.minio, MAX_BYTES), close: () => minio.stop() };
}

describe('a file store', () => keepsDays(fileStore));
describeWithMinio('a MinIO store', () => keepsDays(minioStore));

function keepsDays(open: () => Promise<Opened>): void {
  let opened: Opened;
  let store: PriceStore;
  let year = 2000;
  /** Each test has a year of its own. */
  let day: string;

  beforeAll(async () => {
    opened = await open();
    store = opened.store;
    await store.prepare();
  }, MINIO_TIMEOUT_MS);

  beforeEach(() => {
    day = `${year++}-01-01`;
  });

  afterAll(async () => {
    store.close();
    await opened.close();
  });

  it('is prepared again without harm', async () => {
    await store.put(day, Buffer.from('a'), UNHURRIED);
    await store.prepare();
    expect(await store.etag(day, UNHURRIED)).toBeDefined();
  });

  it('gives back the bytes of a day, whatever they are', async () => {
    const bytes = Buffer.concat([randomBytes(100_000), Buffer.from('ä\r\n\0')]);
    const etag = await store.put(day, bytes, UNHURRIED);
    expect(await store.get(day, UNHURRIED)).toEqual({ bytes, etag });
  });

  it('knows nothing of a day that was never stored', async () => {
    expect(await store.get(day, UNHURRIED)).toBeUndefined();
    expect(await store.get(day, UNHURRIED, 'abc')).toBeUndefined();
    expect(await store.etag(day, UNHURRIED)).toBeUndefined();
  });

  it('replaces a day, and its etag with it', async () => {
    const before = await store.put(day, Buffer.from('a'), UNHURRIED);
    const after = await store.put(day, Buffer.from('b'), UNHURRIED);
    expect(after).not.toBe(before);
    expect(await store.etag(day, UNHURRIED)).toBe(after);
    expect(await store.get(day, UNHURRIED, before)).toEqual({ bytes: Buffer.from('b'), etag: after });
  });

  it('says that a day is unchanged instead of giving it again', async () => {
    const etag = await store.put(day, Buffer.from('a'), UNHURRIED);
    expect(await store.get(day, UNHURRIED, etag)).toBe('unchanged');
  });

  it('gives equal bytes equal etags: the MD5 of the bytes', async () => {
    expect(await store.put(day, Buffer.from('a'), UNHURRIED)).toBe('0cc175b9c0f1b6a831c399e269772661');
  });

  it('writes over nothing only where there is nothing', async () => {
    const etag = await store.put(day, Buffer.from('a'), UNHURRIED, 'absent');
    await expect(store.put(day, Buffer.from('b'), UNHURRIED, 'absent')).rejects.toThrow(GuardFailed);
    expect(await store.etag(day, UNHURRIED)).toBe(etag);
  });

  it('writes over one state only while it lasts', async () => {
    const first = await store.put(day, Buffer.from('a'), UNHURRIED);
    await store.put(day, Buffer.from('b'), UNHURRIED, { etag: first });
    await expect(store.put(day, Buffer.from('c'), UNHURRIED, { etag: first })).rejects.toThrow(GuardFailed);
    expect(await store.get(day, UNHURRIED)).toMatchObject({ bytes: Buffer.from('b') });
  });

  it('does not write over a state of a day that is not there', async () => {
    await expect(
      store.put(day, Buffer.from('a'), UNHURRIED, { etag: '0cc175b9c0f1b6a831c399e269772661' }),
    ).rejects.toThrow(GuardFailed);
    expect(await store.get(day, UNHURRIED)).toBeUndefined();
  });

  it('lets exactly one of many creators win', async () => {
    const bodies = Array.from({ length: 8 }, (_, index) => Buffer.from(`writer ${index}`));
    const results = await Promise.allSettled(bodies.map((bytes) => store.put(day, bytes, UNHURRIED, 'absent')));
    const winner = results.findIndex(({ status }) => status === 'fulfilled');
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await store.get(day, UNHURRIED)).toMatchObject({ bytes: bodies[winner] });
  });

  it('lists days in order, a page at a time', async () => {
    const days = Array.from({ length: 25 }, (_, index) => `3000-01-${String(index + 1).padStart(2, '0')}`);
    await Promise.all(days.map((stored) => store.put(stored, Buffer.from('a'), UNHURRIED)));
    expect(await store.days('2999-12-31', 10, UNHURRIED)).toEqual(days.slice(0, 10));
    expect(await store.days('3000-01-10', 10, UNHURRIED)).toEqual(days.slice(10, 20));
    expect(await store.days('3000-01-20', 10, UNHURRIED)).toEqual(days.slice(20));
    expect(await store.days('3000-01-25', 10, UNHURRIED)).toEqual([]);
    expect(await store.days('', 1000, UNHURRIED)).toEqual(expect.arrayContaining(days));
  });
}
