import { createHash } from 'node:crypto';
import { access, constants, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isNativeError } from 'node:util/types';
import { isDay } from './day';
import { type Guard, GuardFailed, type PriceStore, type StoredDay, StoreUnavailable } from './price-store';

const SUFFIX = '.json';

/**
 * Days as files of one folder, for a laptop: nothing else needs to run. One process a folder.
 * A write goes to a temporary file, is synced, and takes the day's name in one step: a crash leaves the old day whole.
 */
export class FileStore implements PriceStore {
  private readonly turns = new Map<string, Promise<unknown>>();
  private temporaries = 0;

  private constructor(private readonly folder: string) {}

  /** Makes the folder and clears what a crash left half-written, before anything is written. */
  static async open(folder: string): Promise<FileStore> {
    const store = new FileStore(folder);
    await store.prepare();
    await store.reaching(async () => {
      const leftovers = (await readdir(folder)).filter((name) => name.endsWith('.tmp'));
      await Promise.all(leftovers.map((name) => rm(join(folder, name))));
    });
    return store;
  }

  async prepare(): Promise<void> {
    await this.reaching(async () => {
      await mkdir(this.folder, { recursive: true });
      await access(this.folder, constants.R_OK | constants.W_OK | constants.X_OK);
    });
  }

  async get(day: string, known?: string): Promise<StoredDay | 'unchanged' | undefined> {
    const bytes = await this.reaching(() => missingAsUndefined(readFile(this.path(day))));
    if (!bytes) return undefined;
    const etag = md5(bytes);
    return etag === known ? 'unchanged' : { bytes, etag };
  }

  async etag(day: string): Promise<string | undefined> {
    const found = await this.get(day);
    return typeof found === 'object' ? found.etag : undefined;
  }

  put(day: string, bytes: Buffer, guard?: Guard): Promise<string> {
    return this.inTurn(day, async () => {
      if (guard) {
        const current = await this.etag(day);
        if (guard === 'absent' ? current !== undefined : current !== guard.etag) throw new GuardFailed(day);
      }
      await this.reaching(() => this.replace(this.path(day), bytes));
      return md5(bytes);
    });
  }

  async days(after: string, limit: number): Promise<string[]> {
    const names = await this.reaching(() => readdir(this.folder));
    return names
      .filter((name) => name.endsWith(SUFFIX))
      .map((name) => name.slice(0, -SUFFIX.length))
      .filter((day) => isDay(day) && day > after)
      .sort()
      .slice(0, limit);
  }

  close(): void {}

  private path(day: string): string {
    return join(this.folder, `${day}${SUFFIX}`);
  }

  private async replace(path: string, bytes: Buffer): Promise<void> {
    this.temporaries += 1;
    const temporary = `${path}.${process.pid}-${this.temporaries}.tmp`;
    try {
      await synced(temporary, 'wx', (file) => file.writeFile(bytes));
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    // Without this the new name may be lost when the power goes, although the bytes are safe.
    await synced(this.folder, 'r', async () => {});
  }

  /** One write of a day at a time, so that a guard still holds when its write happens. */
  private inTurn<T>(day: string, write: () => Promise<T>): Promise<T> {
    const turn = (this.turns.get(day) ?? Promise.resolve()).then(write, write);
    this.turns.set(day, turn);
    const leave = () => {
      if (this.turns.get(day) === turn) this.turns.delete(day);
    };
    turn.then(leave, leave);
    return turn;
  }

  private async reaching<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (cause) {
      if (!isSystemError(cause)) throw cause;
      throw new StoreUnavailable(`folder ${this.folder}: ${cause.message}`, { cause });
    }
  }
}

function md5(bytes: Buffer): string {
  return createHash('md5').update(bytes).digest('hex');
}

async function synced(path: string, flags: string, use: (file: Awaited<ReturnType<typeof open>>) => Promise<void>) {
  const file = await open(path, flags);
  try {
    await use(file);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function missingAsUndefined<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return isNativeError(error) && 'syscall' in error;
}
