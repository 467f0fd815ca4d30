export type PathType = 'Exact' | 'Prefix' | 'ImplementationSpecific';

/** `maybe`: controllers differ. */
export type PathFit = 'yes' | 'no' | 'maybe';

/**
 * Whether the path of an Ingress rule matches that of a request.
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/#examples
 */
export function pathFit(type: PathType, rulePath: string, path: string, isRegex: boolean): PathFit {
  if (type !== 'ImplementationSpecific') {
    if (type === 'Exact' ? path === rulePath : hasPrefix(path, rulePath)) return 'yes';
    // With regular expressions on, ingress-nginx takes paths of every type for one.
    return isRegex && regexFit(rulePath, path) !== 'no' ? 'maybe' : 'no';
  }
  if (isRegex) return regexFit(rulePath, path);
  const literal = /^[^^$()[\]{}|*+?\\]*/.exec(rulePath)![0];
  if (literal === rulePath && hasPrefix(path, rulePath)) return 'yes';
  return path.startsWith(literal) ? 'maybe' : 'no';
}

/** Element by element: `/foo` is a prefix of `/foo`, `/foo/` and `/foo/bar`, not of `/foobar`. */
export function hasPrefix(path: string, prefix: string): boolean {
  const elements = withoutSlash(prefix);
  return path === elements || path.startsWith(`${elements}/`);
}

/** Longest first, then Exact before Prefix; a slash at the end of a Prefix says nothing. */
export function pathRank(type: PathType, path: string): readonly [length: number, exact: number] {
  return type === 'Exact' ? [path.length, 1] : [withoutSlash(path).length, 0];
}

function withoutSlash(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path;
}

/** ingress-nginx matches from the start of the path, in any case. */
export function nginxRegex(rulePath: string): RegExp | undefined {
  try {
    return new RegExp(`^${rulePath}`, 'i');
  } catch {
    // Some of its expressions are none in JavaScript.
    return undefined;
  }
}

function regexFit(rulePath: string, path: string): PathFit {
  const regex = nginxRegex(rulePath);
  if (!regex) return 'maybe';
  return regex.test(path) ? 'yes' : 'no';
}
