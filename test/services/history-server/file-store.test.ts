import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Deadline } from '../../../services/history-server/src/deadline';
import { FileStore } from '../../../services/history-server/src/file-store';
import {
  DeadlinePassed,
  StoreRefused,
  StoreUnavailable,
  StoreUnreachable,
} from '../../../services/history-server/src/price-store';
import { post, quarters, ServerProcess, temporaryFolder, UNHURRIED, until } from './support';

const MAX_BYTES = 1024 * 1024;
const DAY = '2024-10-01';

jest.setTimeout(60_000);

describe('FileStore', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;

  beforeEach(async () => {
    folder = await temporaryFolder();
  });

  afterEach(() => folder.remove());

  it('keeps a day as one file of its bytes, and nothing else', async () => {
    const store = await FileStore.open(folder.path, MAX_BYTES);
    await store.put(DAY, Buffer.from('[1, 2]'), UNHURRIED);
    await store.put(DAY, Buffer.from('[3]'), UNHURRIED);
    expect(await readdir(folder.path)).toEqual([`${DAY}.json`]);
    expect(await readFile(join(folder.path, `${DAY}.json`), 'utf8')).toBe('[3]');
  });

  it('makes its folder, also a deep one', async () => {
    const store = await FileStore.open(join(folder.path, 'a', 'b'), MAX_BYTES);
    await store.put(DAY, Buffer.from('[]'), UNHURRIED);
    expect(await store.days('', 10, UNHURRIED)).toEqual([DAY]);
  });

  it('keeps the old day and leaves nothing behind when a write fails', async () => {
    const store = await FileStore.open(folder.path, MAX_BYTES);
    await store.put(DAY, Buffer.from('old'), UNHURRIED);
    const broken = { length: 3 } as unknown as Buffer;
    await expect(store.put(DAY, broken, UNHURRIED)).rejects.toMatchObject({ name: 'TypeError' });
    expect(await readdir(folder.path)).toEqual([`${DAY}.json`]);
    expect(await readFile(join(folder.path, `${DAY}.json`), 'utf8')).toBe('old');
  });

  it('clears what a crash left half-written, and never lists it', async () => {
    const store = await FileStore.open(folder.path, MAX_BYTES);
    await writeFile(join(folder.path, `${DAY}.json.1-1.tmp`), 'hal');
    expect(await store.days('', 10, UNHURRIED)).toEqual([]);
    await FileStore.open(folder.path, MAX_BYTES);
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('lists days only, whatever else lies in the folder', async () => {
    const store = await FileStore.open(folder.path, MAX_BYTES);
    for (const name of ['notes.json', '2024-02-30.json', '2024-10-02.txt', `${DAY}.json`]) {
      await writeFile(join(folder.path, name), '');
    }
    expect(await store.days('', 10, UNHURRIED)).toEqual([DAY]);
  });

  it('says which folder it can not use', async () => {
    const path = join(folder.path, 'file');
    await writeFile(path, '');
    const opening = FileStore.open(path, MAX_BYTES);
    await expect(opening).rejects.toThrow(StoreUnavailable);
    await expect(opening).rejects.toThrow(path);
  });

  it('can not be made where nothing can', async () => {
    await expect(FileStore.open('/proc/prices', MAX_BYTES)).rejects.toThrow(/^folder \/proc\/prices: ENOENT/);
  });

  it('does not read a file that is longer than a day can be', async () => {
    const store = await FileStore.open(folder.path, MAX_BYTES);
    await writeFile(join(folder.path, `${DAY}.json`), Buffer.alloc(MAX_BYTES + 1));
    const error = await store.get(DAY, UNHURRIED).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(StoreRefused);
    expect(error.message).toContain(`${DAY}.json has ${MAX_BYTES + 1} bytes, above ${MAX_BYTES} (BODY_LIMIT_BYTES)`);
  });

  describe('whose folder vanished', () => {
    let store: FileStore;

    beforeEach(async () => {
      store = await FileStore.open(join(folder.path, 'a', 'b'), MAX_BYTES);
      await store.put(DAY, Buffer.from('old'), UNHURRIED);
      await rm(join(folder.path, 'a'), { recursive: true });
    });

    it('can not tell what is stored', async () => {
      await expect(store.get(DAY, UNHURRIED)).rejects.toThrow(StoreUnreachable);
      await expect(store.days('', 10, UNHURRIED)).rejects.toThrow(StoreUnreachable);
    });

    it('makes it again for a write, also for many at once', async () => {
      const days = Array.from({ length: 8 }, (_, index) => `2024-10-0${index + 1}`);
      await Promise.all(days.map((day) => store.put(day, Buffer.from('new'), UNHURRIED, 'absent')));
      expect(await store.days('', 10, UNHURRIED)).toEqual(days);
    });

    it('makes it again for the look before a conditional write', async () => {
      expect(await store.etag(DAY, UNHURRIED)).toBeUndefined();
      expect(await store.get(DAY, UNHURRIED)).toBeUndefined();
    });
  });

  it('begins nothing when the deadline has passed', async () => {
    const store = await FileStore.open(folder.path, MAX_BYTES);
    const over = new Deadline(0);
    const calls = [store.get(DAY, over), store.put(DAY, Buffer.from('a'), over), store.days('', 1, over)];
    for (const call of calls) await expect(call).rejects.toThrow(DeadlinePassed);
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('holds a whole day, old or new, whenever the process is killed', async () => {
    const bodies = [1, 2].map((price) => JSON.stringify(quarters(DAY, 5000, price)));
    for (let round = 0; round < 5; round++) {
      const server = await ServerProcess.start({ DATA_DIR: folder.path });
      let acknowledged = 0;
      const writing = (async () => {
        for (let i = 0; ; i++) if ((await post(server.url, DAY, bodies[i % 2])).ok) acknowledged++;
      })();
      const cutOff = expect(writing).rejects.toThrow();
      await until(() => acknowledged > round);
      await server.stop();
      await cutOff;
      expect(bodies).toContain(await readFile(join(folder.path, `${DAY}.json`), 'utf8'));
    }
  });
});
