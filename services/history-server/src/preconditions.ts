import type { IncomingHttpHeaders } from 'node:http';
import { Problem } from './problem';

/** With the commas around it: a list may have empty members. */
const ENTITY_TAG = /[\s,]*(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"\s*(?:,[\s,]*|$)/y;

interface EntityTag {
  readonly weak: boolean;
  readonly value: string;
}

/**
 * Whether a write may go ahead over the day that is stored now (its etag, or undefined).
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13
 */
export type Precondition = (current: string | undefined) => boolean;

/** The condition of a write, or undefined when it has none. @throws Problem 400 when a header is malformed. */
export function writePrecondition(headers: IncomingHttpHeaders): Precondition | undefined {
  const match = tags('If-Match', headers['if-match']);
  const noneMatch = tags('If-None-Match', headers['if-none-match']);
  if (!match && !noneMatch) return undefined;
  return (current) =>
    (!match || names(match, current, (tag) => !tag.weak)) && (!noneMatch || !names(noneMatch, current, () => true));
}

/**
 * Whether the reader has the day already, so that 304 is enough.
 * @throws Problem 412 when it asked for another state of the day, 400 when a header is malformed.
 */
export function readerHas(etag: string, headers: IncomingHttpHeaders): boolean {
  const match = tags('If-Match', headers['if-match']);
  const noneMatch = tags('If-None-Match', headers['if-none-match']);
  if (match && !names(match, etag, (tag) => !tag.weak)) {
    throw new Problem(412, `the day has the entity tag "${etag}"`);
  }
  return noneMatch !== undefined && names(noneMatch, etag, () => true);
}

function names(listed: '*' | EntityTag[], current: string | undefined, counts: (tag: EntityTag) => boolean): boolean {
  if (current === undefined) return false;
  return listed === '*' || listed.some((tag) => counts(tag) && tag.value === current);
}

function tags(header: string, text: string | undefined): '*' | EntityTag[] | undefined {
  if (text === undefined) return undefined;
  if (text.trim() === '*') return '*';
  const found: EntityTag[] = [];
  let at = 0;
  do {
    ENTITY_TAG.lastIndex = at;
    const match = ENTITY_TAG.exec(text);
    if (!match) {
      const detail = `is ${JSON.stringify(text)}: it must be * or a list of entity tags in double quotes`;
      throw new Problem(400, `${header} ${detail}`, [{ parameter: header, detail }]);
    }
    found.push({ weak: match[1] !== undefined, value: match[2] as string });
    at = ENTITY_TAG.lastIndex;
  } while (at < text.length);
  return found;
}
