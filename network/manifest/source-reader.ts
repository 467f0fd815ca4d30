import { InputError, type Problem } from '../input-error';
import { DocumentSplitter, type DocumentText } from './document';
import type { FieldPath, KubeObject, Origin, Position } from './manifest';
import { type ParsedValue, parseDocument } from './parse';
import { type Reading, ReadingBuilder, type ReadLimits, type Scan, withoutProblems } from './reading';
import type { Region } from './region';
import { type Data, describe, isMap, readObject } from './shape';
import { isList, itemsOf, type Other, sortOut } from './sort-out';

/** Their values are never asked for, and may be large or secret. */
const OPAQUE_FIELDS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    ConfigMap: ['data', 'binaryData'],
    Secret: ['data', 'stringData'],
  }),
);

/**
 * Reads YAML of any number of documents, or JSON, with Lists unfolded.
 * @param source names the text in positions: a file, or `<stdin>`
 * @throws InputError of all that is wrong in it, and when it holds no Kubernetes object
 */
export function readManifests(text: string, source: string, limits?: ReadLimits): Reading {
  return withoutProblems(scanManifests(text, source, limits));
}

/** As {@link readManifests}, and goes on behind what is wrong. @throws InputError when it is too much to read */
export function scanManifests(text: string, source: string, limits?: ReadLimits): Scan {
  const builder = new ReadingBuilder(limits);
  const reader = new SourceReader(builder, source);
  reader.push(text);
  reader.end();
  return builder.scan();
}

/** Reads one source, piece by piece. */
export class SourceReader {
  private readonly splitter = new DocumentSplitter();
  private readonly problems: Problem[] = [];
  private readonly others: (Other & { readonly position: Position })[] = [];
  private hasObjects = false;

  /** @param optional in a folder, where there may be files of another kind */
  constructor(
    private readonly builder: ReadingBuilder,
    private readonly source: string,
    private readonly optional = false,
  ) {}

  /** @throws InputError when it is too much; whatever else is wrong waits for the builder */
  push(text: string): void {
    this.builder.takeText(text.length, this.source);
    for (const document of this.splitter.push(text)) this.read(document);
    this.builder.takeDocument(this.splitter.waiting, this.source);
  }

  /** @returns whether there was a Kubernetes object, a List, or something that was to be one */
  end(): boolean {
    for (const document of this.splitter.end()) this.read(document);
    const isKubernetes = this.hasObjects || this.problems.length > 0;
    if (isKubernetes) this.passOverBetweenObjects();
    else this.passOverAll();
    this.builder.problems.push(...this.problems.sort((a, b) => lineOf(a) - lineOf(b)));
    return isKubernetes;
  }

  private read(document: DocumentText): void {
    this.builder.takeDocument(document.text.length, this.source);
    try {
      for (const value of parseDocument(document, this.source)) if (value.data !== null) this.take(value);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const { position = { source: this.source } } = error.problems[0] ?? {};
      if (!this.optional || mayHoldObject(document.text)) this.problems.push(...error.problems);
      else this.others.push({ what: 'neither YAML nor JSON', isSuspect: true, position });
    }
  }

  private take({ data, region, items }: ParsedValue): void {
    const sorted = sortOut(data);
    if (sorted.sort === 'other') {
      this.others.push({ ...sorted, position: region.position });
      return;
    }
    this.hasObjects = true;
    const keep = this.builder.keeps(region.text.length);
    const regions = [region, ...items].map((written) => (keep ? written : written?.withoutText()));
    const origin = new TextOrigin(regions[0] ?? region, []);
    if (sorted.sort === 'list') this.takeItems(sorted.data, origin, regions.slice(1), keep);
    else this.takeObject(sorted.data, origin, keep);
  }

  private takeItems(list: Data, origin: TextOrigin, regions: readonly (Region | undefined)[], keep: boolean): void {
    itemsOf(list).forEach((item, index) => {
      const region = regions[index];
      const own = region === undefined ? origin.below(['items', index]) : new TextOrigin(region, []);
      if (!isMap(item)) this.fail(own.position, `items.${index} is ${describe(item)}, must be a Kubernetes object`);
      else if (isList(item)) this.takeItems(item, own, [], keep);
      else this.takeObject(item, own, keep);
    });
  }

  private takeObject(data: Data, origin: Origin, keep: boolean): void {
    const object = readObject(data, origin, this.problems);
    if (object === undefined) return;
    const fields = object.apiVersion === 'v1' ? (OPAQUE_FIELDS.get(object.kind) ?? []) : [];
    for (const field of fields) delete data[field];
    this.builder.manifests.push({ object: keep ? object : freeOfText(object), origin });
  }

  private passOverBetweenObjects(): void {
    for (const { what, isSuspect, position } of this.others) {
      if (isSuspect) this.fail(position, `${what}, among Kubernetes objects: make it one, or take it out`);
      else this.builder.passedOver.push({ position, reason: what });
    }
  }

  private passOverAll(): void {
    const reason = [...new Set(this.others.map(({ what }) => what))].join('; ') || 'empty';
    if (this.optional) this.builder.passedOver.push({ position: { source: this.source }, reason });
    else
      this.problems.push({
        code: 'input/missing',
        message: `no Kubernetes object: ${reason}`,
        position: { source: this.source },
      });
  }

  private fail(position: Position, message: string): void {
    this.problems.push({ code: 'input/shape', message, position });
  }
}

/** Of an object that is written in a text. */
export class TextOrigin implements Origin {
  /** @param prefix from the region to the object */
  constructor(
    readonly region: Region,
    readonly prefix: FieldPath,
  ) {}

  get position(): Position {
    return this.locate([]);
  }

  locate(path: FieldPath): Position {
    const whole = [...this.prefix, ...path];
    return whole.length === 0 ? this.region.position : this.region.locate(whole);
  }

  below(path: FieldPath): TextOrigin {
    return new TextOrigin(this.region, [...this.prefix, ...path]);
  }
}

/** Whether a text that can't be read was to be an object. */
function mayHoldObject(text: string): boolean {
  return text.includes('apiVersion') && text.includes('kind');
}

/** Strings read from a text are parts of it, and hold it as a whole in memory. */
function freeOfText(object: KubeObject): KubeObject {
  return JSON.parse(JSON.stringify(object));
}

function lineOf({ position }: Problem): number {
  return position?.line ?? 0;
}
