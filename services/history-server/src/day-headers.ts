import type { Reading } from './cache';

/** What an answer says of the day it gives, beside its bytes. */
export function dayHeaders({ etag, source, ageMs }: Reading): Record<string, string> {
  const headers: Record<string, string> = { ETag: quoted(etag), 'Cache-Control': 'no-cache' };
  if (source === 'fresh' || source === 'stale') headers.Age = String(Math.floor(ageMs / 1000));
  if (source === 'stale') headers.Warning = '110 - "Response is Stale"';
  return headers;
}

export function quoted(etag: string): string {
  return `"${etag}"`;
}
