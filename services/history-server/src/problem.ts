import { STATUS_CODES } from 'node:http';

/** What is wrong with one place of a request; `pointer` is a JSON pointer into the body, or the name of a query parameter. */
export interface Fault {
  readonly pointer?: string;
  readonly parameter?: string;
  readonly detail: string;
}

/**
 * An answer that says why a request was not done, as `application/problem+json`.
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
    readonly errors: readonly Fault[] = [],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
    this.name = 'Problem';
  }

  get title(): string {
    return STATUS_CODES[this.status] ?? 'Unknown';
  }

  toJSON(): object {
    const { title, status, detail, errors } = this;
    return { type: 'about:blank', title, status, detail, ...(errors.length > 0 && { errors }) };
  }
}
