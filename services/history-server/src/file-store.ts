import { createHash } from 'node:crypto';
import { access, constants, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isNativeError } from 'node:util/types';
import { isDay } from './day';
import type { Deadline } from './deadline';
import {
  type Guard,
  GuardFailed,
  type PriceStore,
  type StoredDay,
  StoreRefused,
  StoreUnreachable,
} from './price-store';
import { Turns } from './turns';

const SUFFIX = '.json';

/**
 * Days as files of one folder, for a laptop: nothing else needs to run. One process a folder.
 * A write goes to a temporary file, is synced, and takes the day's name in one step: a crash leaves the old day whole.
 */
export class FileStore implements PriceStore {
  private readonly turns = new Turns();
  private temporaries = 0;

  private constructor(
    private readonly folder: string,
    /** A file that is longer is no day of ours, and not read. */
    private readonly maxDayBytes: number,
  ) {}

  /** Makes the folder and clears what a crash left half-written, before anything is written. */
  static async open(folder: string, maxDayBytes: number): Promise<FileStore> {
    const store = new FileStore(folder, maxDayBytes);
    await store.prepare();
    await store.reaching(async () => {
      const leftovers = (await readdir(folder)).filter((name) => name.endsWith('.tmp'));
      await Promise.all(leftovers.map((name) => rm(join(folder, name))));
    });
    return store;
  }

  async prepare(): Promise<void> {
    await this.reaching(async () => {
      await makeFolder(this.folder);
      // The dot asks for a folder: a file of that name is refused for what it is.
      await access(join(this.folder, '.'), constants.R_OK | constants.W_OK | constants.X_OK);
    });
  }

  async get(day: string, deadline: Deadline, known?: string): Promise<StoredDay | 'unchanged' | undefined> {
    deadline.check();
    const bytes = await this.reaching(() => this.read(this.path(day)));
    if (!bytes) return undefined;
    const etag = md5(bytes);
    return etag === known ? 'unchanged' : { bytes, etag };
  }

  async etag(day: string, deadline: Deadline): Promise<string | undefined> {
    await this.prepare();
    const found = await this.get(day, deadline);
    return typeof found === 'object' ? found.etag : undefined;
  }

  put(day: string, bytes: Buffer, deadline: Deadline, guard?: Guard): Promise<string> {
    return this.turns.take(day, async () => {
      deadline.check();
      await this.prepare();
      if (guard) {
        const current = await this.etag(day, deadline);
        if (guard === 'absent' ? current !== undefined : current !== guard.etag) throw new GuardFailed(day);
      }
      await this.reaching(() => this.replace(this.path(day), bytes));
      return md5(bytes);
    });
  }

  async days(after: string, limit: number, deadline: Deadline): Promise<string[]> {
    deadline.check();
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

  private async read(path: string): Promise<Buffer | undefined> {
    const file = await this.missingAsUndefined(open(path));
    try {
      const size = (await file?.stat())?.size ?? 0;
      if (size > this.maxDayBytes) {
        throw new StoreRefused(
          `${path} has ${size} bytes, above ${this.maxDayBytes} (BODY_LIMIT_BYTES): it is not read. ` +
            'Replace it, or raise the limit',
        );
      }
      return await file?.readFile();
    } finally {
      await file?.close();
    }
  }

  /** A missing file is a day that is not stored, unless the whole folder is gone: then nobody knows. */
  private async missingAsUndefined<T>(opening: Promise<T>): Promise<T | undefined> {
    try {
      return await opening;
    } catch (error) {
      if (!isSystemError(error) || error.code !== 'ENOENT') throw error;
      await access(this.folder);
      return undefined;
    }
  }

  private async reaching<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (cause) {
      if (!isSystemError(cause)) throw cause;
      throw new StoreUnreachable(`folder ${this.folder}: ${cause.message}`, { cause });
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

/** Makes a folder and those above it. Node's own `recursive` never ends where nothing can be made, as in /proc. */
async function makeFolder(path: string, deep = true): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === 'EEXIST') return;
    if (error.code !== 'ENOENT' || !deep || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    return makeFolder(path, false);
  }
  // Else the folder's name may be lost when the power goes, and every day in it.
  await synced(dirname(path), 'r', async () => {});
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return isNativeError(error) && 'syscall' in error;
}
