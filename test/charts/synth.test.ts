import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

function contents(): Record<string, string> {
  return Object.fromEntries(fs.readdirSync(dist).map((name) => [name, fs.readFileSync(join(dist, name), 'utf8')]));
}

describe('synth', () => {
  it('makes the folder, above it too, and returns what it wrote', () => {
    const deep = join(folder, 'a/b/dist');
    expect(synth(deep, settings)).toEqual(fs.readdirSync(deep).sort());
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
      if (String(from).endsWith('.next')) throw new Error('no such device');
      actualRename(from, to);
    });
    expect(() => synth(dist, { ...settings, replicas: 7 })).toThrow('no such device');
    expect(contents()).toEqual(before);
    expect(fs.readdirSync(folder)).toEqual(['dist']);
  });

  it('puts the folder back that a killed run had moved aside, even if it fails itself', () => {
    synth(dist, settings);
    const before = contents();
    actualRename(dist, join(folder, '.dist.previous'));
    jest.spyOn(App.prototype, 'synth').mockImplementation(() => {
      throw new Error('disk full');
    });
    expect(() => synth(dist, settings)).toThrow('disk full');
    expect(contents()).toEqual(before);
    expect(fs.readdirSync(folder)).toEqual(['dist']);
  });

  it('clears away what a killed run left beside the folder', () => {
    fs.mkdirSync(join(folder, '.dist.next'));
    fs.writeFileSync(join(folder, '.dist.next/half.k8s.yaml'), 'kind: H');
    expect(synth(dist, settings)).not.toContain('half.k8s.yaml');
    expect(fs.readdirSync(folder)).toEqual(['dist']);
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
