import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileStore } from '../../../services/history-server/src/file-store';
import { StoreUnavailable } from '../../../services/history-server/src/price-store';
import { post, quarters, ServerProcess, temporaryFolder, until } from './support';

const DAY = '2024-10-01';

jest.setTimeout(60_000);

describe('FileStore', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;

  beforeEach(async () => {
    folder = await temporaryFolder();
  });

  afterEach(() => folder.remove());

  it('keeps a day as one file of its bytes, and nothing else', async () => {
    const store = await FileStore.open(folder.path);
    await store.put(DAY, Buffer.from('[1, 2]'));
    await store.put(DAY, Buffer.from('[3]'));
    expect(await readdir(folder.path)).toEqual([`${DAY}.json`]);
    expect(await readFile(join(folder.path, `${DAY}.json`), 'utf8')).toBe('[3]');
  });

  it('makes its folder, also a deep one', async () => {
    const store = await FileStore.open(join(folder.path, 'a', 'b'));
    await store.put(DAY, Buffer.from('[]'));
    expect(await store.days('', 10)).toEqual([DAY]);
  });

  it('keeps the old day and leaves nothing behind when a write fails', async () => {
    const store = await FileStore.open(folder.path);
    await store.put(DAY, Buffer.from('old'));
    const broken = { length: 3 } as unknown as Buffer;
    await expect(store.put(DAY, broken)).rejects.toMatchObject({ name: 'TypeError' });
    expect(await readdir(folder.path)).toEqual([`${DAY}.json`]);
    expect(await readFile(join(folder.path, `${DAY}.json`), 'utf8')).toBe('old');
  });

  it('clears what a crash left half-written, and never lists it', async () => {
    const store = await FileStore.open(folder.path);
    await writeFile(join(folder.path, `${DAY}.json.1-1.tmp`), 'hal');
    expect(await store.days('', 10)).toEqual([]);
    await FileStore.open(folder.path);
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('lists days only, whatever else lies in the folder', async () => {
    const store = await FileStore.open(folder.path);
    for (const name of ['notes.json', '2024-02-30.json', '2024-10-02.txt', `${DAY}.json`]) {
      await writeFile(join(folder.path, name), '');
    }
    expect(await store.days('', 10)).toEqual([DAY]);
  });

  it('says which folder it can not use', async () => {
    const path = join(folder.path, 'file');
    await writeFile(path, '');
    const opening = FileStore.open(path);
    await expect(opening).rejects.toThrow(StoreUnavailable);
    await expect(opening).rejects.toThrow(path);
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
