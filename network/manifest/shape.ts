import type { InputErrorCode, Problem } from '../input-error';
import type { FieldPath, KubeObject, Origin } from './manifest';
import { labelFault, nameFault, wordFault } from './name';

/** What a text must be, if it is not. */
type FaultOf = (text: string) => string | undefined;

/** Characters of a name that a message shows. */
const LONG = 80;

export type Data = Record<string, unknown>;

export function isMap(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Checks what every Kubernetes object has: apiVersion, kind and the metadata that this library reads. A field that is null counts as
 * absent, as it does for the API server. An object without a name but with `generateName` is named after it: `job-` gives `job-*`,
 * which no real name can be.
 * @returns undefined when there were problems
 */
export function readObject(data: Data, origin: Origin, problems: Problem[]): KubeObject | undefined {
  const check = new Check(data, origin, problems);
  check.text(data, 'apiVersion', [], wordFault);
  check.text(data, 'kind', [], wordFault);
  if (isMap(data.metadata))
    readMetadata(data.metadata, (name) => nameFault(String(data.apiVersion), String(data.kind), name), check);
  else check.fail(['metadata'], `metadata is ${describe(data.metadata)}, must be a map with a name`);
  return check.failed ? undefined : (data as KubeObject);
}

function readMetadata(metadata: Data, faultOf: FaultOf, check: Check): void {
  const at = ['metadata'];
  for (const [field, value] of Object.entries(metadata)) if (value === null) delete metadata[field];
  for (const field of ['name', 'generateName', 'namespace']) if (metadata[field] === '') delete metadata[field];
  if (metadata.name === undefined && typeof metadata.generateName === 'string') {
    // The API server puts letters and digits behind it.
    check.text(metadata, 'generateName', at, (start) => faultOf(`${start}x`));
    metadata.name = `${metadata.generateName}*`;
  } else check.text(metadata, 'name', at, faultOf);
  if (metadata.namespace !== undefined) check.text(metadata, 'namespace', at, labelFault);
  check.texts(metadata, 'labels', at);
  check.texts(metadata, 'annotations', at);
  if (metadata.ownerReferences !== undefined) check.owners(metadata.ownerReferences, [...at, 'ownerReferences']);
}

class Check {
  failed = false;

  constructor(
    private readonly data: Data,
    private readonly origin: Origin,
    private readonly problems: Problem[],
  ) {}

  fail(path: FieldPath, message: string, code: InputErrorCode = 'input/shape'): void {
    this.failed = true;
    this.problems.push({
      code,
      message: this.name + message,
      position: path.length > 0 ? this.origin.locate(path) : this.origin.position,
    });
  }

  text(map: Data, field: string, at: FieldPath, faultOf?: FaultOf): void {
    const value = map[field];
    const path = [...at, field];
    if (typeof value === 'string' && value !== '') {
      const wanted = faultOf?.(value);
      if (wanted) this.fail(path, `${path.join('.')} is ${quoted(value)}, must be ${wanted}`, 'input/name');
      return;
    }
    if (value === undefined || value === null || value === '') {
      const other = Object.keys(map).find((key) => key.toLowerCase() === field.toLowerCase() && key !== field);
      this.fail(at, `no ${path.join('.')}${other === undefined ? '' : `: "${other}" must be written "${field}"`}`);
    } else {
      this.fail(path, `${path.join('.')} is ${describe(value)}, must be text${quoteIt(value)}`);
    }
  }

  /** A map from text to text; what is null in it is empty text to the API server. */
  texts(map: Data, field: string, at: FieldPath): void {
    const value = map[field];
    const path = [...at, field];
    if (value === undefined) return;
    if (!isMap(value)) {
      this.fail(path, `${path.join('.')} is ${describe(value)}, must be a map of texts`);
      return;
    }
    for (const [key, text] of Object.entries(value)) {
      if (text === null) value[key] = '';
      else if (typeof text !== 'string') {
        this.fail([...path, key], `${path.join('.')}: "${key}" is ${describe(text)}, must be text${quoteIt(text)}`);
      }
    }
  }

  owners(owners: unknown, at: FieldPath): void {
    if (!Array.isArray(owners)) {
      this.fail(at, `${at.join('.')} is ${describe(owners)}, must be a list`);
      return;
    }
    owners.forEach((owner: unknown, index) => {
      if (isMap(owner)) for (const field of ['kind', 'name']) this.text(owner, field, [...at, index], wordFault);
      else
        this.fail([...at, index], `${at.join('.')}.${index} is ${describe(owner)}, must be a map with kind and name`);
    });
  }

  /** `NetworkPolicy "web": `, as far as it is known. */
  private get name(): string {
    const { kind, metadata } = this.data;
    const name = isMap(metadata) ? metadata.name : undefined;
    const words = [
      wordFault(String(kind)) ? undefined : kind,
      typeof name === 'string' ? quoted(name) : undefined,
    ].filter((word) => typeof word === 'string');
    return words.length === 0 ? '' : `${words.join(' ')}: `;
  }
}

/** As far as it tells which one it is; without line ends and control characters. */
function quoted(name: string): string {
  return JSON.stringify(name.length > LONG ? `${name.slice(0, LONG)}…` : name);
}

function quoteIt(value: unknown): string {
  return typeof value === 'object' ? '' : ': put it in quotes';
}

/** A value in a message: what it is, and no more of it than a scalar, which might be long or secret. */
export function describe(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a map';
  if (value === null) return 'null';
  return typeof value === 'string' ? 'text' : `the ${typeof value} ${value}`;
}
