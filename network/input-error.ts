import { type FieldPath, formatPosition, type Origin, type Position } from './manifest/manifest';

/** Every code that a refused input can carry, with what it means. The table of docs/errors.md is held to this one. */
export const INPUT_ERROR_CODES = {
  'input/syntax': 'text that is neither YAML nor JSON',
  'input/alias': 'aliases that repeat without end, or far beyond their text',
  'input/shape': 'not a Kubernetes object: no apiVersion, kind or name, or a field of another type',
  'input/name': 'a name that the API server refuses',
  'input/missing': 'a file or folder that is not there or holds no manifest',
  'input/size': 'more text than is read at once',
  'input/duplicate': 'two objects of one kind, namespace and name',
  'input/selector': 'a label selector that the API server refuses',
  'input/cidr': 'an address block that the API server refuses',
  'input/port': 'a port that the API server refuses',
  'input/policy': 'a policy that the API server refuses',
  'input/reference': 'the name of no workload, Service or address in the input, or of several',
  'input/expectation': 'an expectation that can not be read',
  'input/settings': 'a setting or a baseline of the doctor that can not be read',
} as const;

export type InputErrorCode = keyof typeof INPUT_ERROR_CODES;

export interface Problem {
  readonly code: InputErrorCode;
  /** What is wrong, the value, and what would be right. */
  readonly message: string;
  readonly position?: Position;
  /** Where it is within one object, when the object itself could be read. */
  readonly at?: { readonly origin: Origin; readonly path: FieldPath };
}

/** The input can't be analysed. Names every problem found, each with its place. */
export class InputError extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(describe).join('\n'));
    this.name = 'InputError';
  }
}

/** An {@link InputError} of one problem. */
export function inputError(code: InputErrorCode, message: string, position?: Position): InputError {
  return new InputError([{ code, message, position }]);
}

function describe({ code, message, position }: Problem): string {
  return `${position ? `${formatPosition(position)}: ` : ''}${message} [${code}]`;
}
