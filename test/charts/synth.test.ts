import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { App } from 'cdk8s';
import { readSettings } from '../../charts/settings';
import { OutputError, synth } from '../../charts/synth';

jest.mock('node:fs', () => {
  const actual = jest.requireActual('node:fs');
  return { ...actual, renameSync: jest.fn(actual.renameSync) };
});

const rename = jest.mocked(fs.renameSync);
const actualRename = rename.getMockImplementation()!;
const settings = readSettings(undefined, {}, '0.1.0');

let folder: string;
let dist: string;
beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), 'synth-'));
  dist = join(folder, 'dist');
});
afterEach(() => {
  jest.restoreAllMocks();
  rename.mockImplementation(actualRename);
  fs.rmSync(folder, { recursive: true, force: true });
});

/** The files of a folder and of those below it, by their paths from there. */
function filesIn(of: string): string[] {
  const entries = fs.readdirSync(of, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => relative(of, join(parentPath, name))).sort();
}

function contents(): Record<string, string> {
  return Object.fromEntries(filesIn(dist).map((name) => [name, fs.readFileSync(join(dist, name), 'utf8')]));
}

describe('synth', () => {
  it('makes the folder, above it too, and returns what it wrote', () => {
    const deep = join(folder, 'a/b/dist');
    expect(synth(deep, settings)).toEqual(filesIn(deep));
    expect(fs.readdirSync(join(folder, 'a/b'))).toEqual(['dist']);
  });

  it('takes away files that are no longer made', () => {
    synth(dist, settings);
    fs.writeFileSync(join(dist, 'old.k8s.yaml'), 'kind: Old');
    expect(synth(dist, settings)).not.toContain('old.k8s.yaml');
    expect(fs.existsSync(join(dist, 'old.k8s.yaml'))).toBe(false);
  });

  it('leaves the folder as it was when writing fails half-way', () => {
    synth(dist, settings);
    const before = contents();
    const write = App.prototype.synth;
    jest.spyOn(App.prototype, 'synth').mockImplementation(function (this: App) {
      write.call(this);
      throw new Error('disk full');
    });
    expect(() => synth(dist, { ...settings, replicas: 7 })).toThrow('disk full');
    expect(contents()).toEqual(before);
    expect(fs.readdirSync(folder)).toEqual(['dist']);
  });

  it('puts the folder back when the new one can not take its place', () => {
    synth(dist, settings);
    const before = contents();
    rename.mockImplementation((from, to) => {
      if (String(from).endsWith('next')) throw new Error('no such device');
      actualRename(from, to);
    });
    expect(() => synth(dist, { ...settings, replicas: 7 })).toThrow('no such device');
    expect(contents()).toEqual(before);
    expect(fs.readdirSync(folder)).toEqual(['dist']);
  });

  it('puts the gallery into folders of its own, and takes away what is no longer made there', () => {
    synth(dist, settings);
    fs.writeFileSync(join(dist, 'gallery/crd/old.k8s.yaml'), 'kind: Old');
    const files = synth(dist, settings);
    expect(files).toEqual(expect.arrayContaining(['gallery/path-routing.k8s.yaml', 'gallery/crd/canary.k8s.yaml']));
    expect(filesIn(dist)).toEqual(files);
  });

  it.each(['gallery/notes.txt', 'gallery/crd/notes.txt', 'mine/a.k8s.yaml'])('refuses a folder with %s', (name) => {
    synth(dist, settings);
    fs.mkdirSync(join(dist, dirname(name)), { recursive: true });
    fs.writeFileSync(join(dist, name), 'mine');
    expect(() => synth(dist, settings)).toThrow(OutputError);
    expect(fs.readFileSync(join(dist, name), 'utf8')).toBe('mine');
  });

  /** Of no process: above the highest number that Linux gives. */
  const DEAD = 2 ** 22 + 1;

  it('puts the folder back that a killed run had moved aside, even if it fails itself', () => {
    synth(dist, settings);
    const before = contents();
    fs.mkdirSync(join(folder, `.dist.synth-${DEAD}`));
    actualRename(dist, join(folder, `.dist.synth-${DEAD}`, 'previous'));
    jest.spyOn(App.prototype, 'synth').mockImplementation(() => {
      throw new Error('disk full');
    });
    expect(() => synth(dist, settings)).toThrow('disk full');
    expect(contents()).toEqual(before);
    expect(fs.readdirSync(folder)).toEqual(['dist']);
  });

  it('clears away what a killed run left beside the folder', () => {
    fs.mkdirSync(join(folder, `.dist.synth-${DEAD}/next`), { recursive: true });
    fs.writeFileSync(join(folder, `.dist.synth-${DEAD}/next/half.k8s.yaml`), 'kind: H');
    expect(synth(dist, settings)).not.toContain('half.k8s.yaml');
    expect(fs.readdirSync(folder)).toEqual(['dist']);
  });

  it('waits for no other synth of the same folder: it says which one is at work and changes nothing', () => {
    synth(dist, settings);
    const before = contents();
    fs.mkdirSync(join(folder, `.dist.synth-${process.ppid}`));
    expect(() => synth(dist, settings)).toThrow(`another synth, process ${process.ppid}, is writing`);
    expect(contents()).toEqual(before);
    expect(fs.readdirSync(folder).sort()).toEqual([`.dist.synth-${process.ppid}`, 'dist']);
  });

  it('writes through a link to a folder', () => {
    fs.mkdirSync(join(folder, 'real'));
    fs.symlinkSync('real', dist);
    expect(synth(dist, settings)).toEqual(filesIn(join(folder, 'real')));
    expect(fs.lstatSync(dist).isSymbolicLink()).toBe(true);
  });

  it('refuses the folder it runs in, and those above', () => {
    expect(() => synth('.', settings)).toThrow(/is the folder you are in, or above it/);
    expect(() => synth('..', settings)).toThrow(OutputError);
  });

  it('refuses a folder inside the folder, whatever its name', () => {
    fs.mkdirSync(join(dist, 'old.k8s.yaml'), { recursive: true });
    expect(() => synth(dist, settings)).toThrow(/holds old.k8s.yaml, which synth did not write/);
  });

  it('refuses a folder with files of somebody else, names some of them and removes none', () => {
    fs.mkdirSync(dist);
    const names = ['a.txt', 'b.txt', 'c.txt', 'd.txt'];
    for (const name of names) fs.writeFileSync(join(dist, name), 'mine');
    expect(() => synth(dist, settings)).toThrow(OutputError);
    expect(() => synth(dist, settings)).toThrow(/holds a.txt, b.txt, c.txt, …, which synth did not write/);
    expect(fs.readdirSync(dist)).toEqual(names);
  });
});
