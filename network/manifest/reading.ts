import { InputError, type InputErrorCode, inputError, type Problem } from '../input-error';
import type { Manifest, Position } from './manifest';

/** What was read. */
export interface Reading {
  /** In the order of the input; items of Lists in the place of their List. */
  readonly manifests: readonly Manifest[];
  /** What holds no Kubernetes object: named, so that nothing is missed in silence. */
  readonly passedOver: readonly PassedOver[];
}

/** A reading that goes on behind what is wrong. */
export interface Scan extends Reading {
  readonly problems: readonly Problem[];
}

/** @throws InputError of all that is wrong */
export function withoutProblems({ problems, ...reading }: Scan): Reading {
  if (problems.length > 0) throw new InputError(problems);
  return reading;
}

/** What stands between a reader and the manifests, rather than in them. */
const MISSING: readonly InputErrorCode[] = ['input/missing', 'input/size'];

/** @throws InputError when a path is not there, or holds no manifest, or too much: all else is told beside what was read */
export function withoutMissing(scan: Scan): Scan {
  const missing = scan.problems.filter(({ code }) => MISSING.includes(code));
  if (missing.length > 0) throw new InputError(missing);
  return scan;
}

export interface PassedOver {
  readonly position: Position;
  /** Why: `no Kubernetes object: plain text`. */
  readonly reason: string;
}

/** How much is read at once, in characters. */
export interface ReadLimits {
  /** All of the input. @default 256 Mi */
  readonly input: number;
  /** One document, which is in memory as a whole. @default 64 Mi */
  readonly document: number;
  /** Text kept for the positions of fields. What comes behind has the positions of its objects only. @default 32 Mi */
  readonly kept: number;
}

export const READ_LIMITS: ReadLimits = { input: 2 ** 28, document: 2 ** 26, kept: 2 ** 25 };

/** Collects what all sources of one input hold. */
export class ReadingBuilder {
  readonly manifests: Manifest[] = [];
  readonly passedOver: PassedOver[] = [];
  readonly problems: Problem[] = [];
  private taken = 0;
  private kept = 0;

  constructor(private readonly limits: ReadLimits = READ_LIMITS) {}

  /** @throws InputError when it is too much */
  takeText(size: number, source: string): void {
    this.taken += size;
    if (this.taken > this.limits.input) throw tooLarge('input', this.limits.input, source);
  }

  /** @throws InputError when it is too much */
  takeDocument(size: number, source: string): void {
    if (size > this.limits.document) throw tooLarge('document', this.limits.document, source);
  }

  /** Whether there is room for a text in what is kept; if so, it is taken. */
  keeps(size: number): boolean {
    if (this.kept + size > this.limits.kept) return false;
    this.kept += size;
    return true;
  }

  scan(): Scan {
    return { manifests: this.manifests, passedOver: this.passedOver, problems: this.problems };
  }

  /** @throws InputError of all problems found */
  build(): Reading {
    return withoutProblems(this.scan());
  }
}

function tooLarge(what: string, limit: number, source: string): InputError {
  const message = `the ${what} has more than ${limit.toLocaleString('en')} characters: read it in parts`;
  return inputError('input/size', message, { source });
}
