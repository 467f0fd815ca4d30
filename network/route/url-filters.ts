/** The URL that a redirect or a rewrite of the Gateway API makes of another. */
export function rewritten(url: URL, settings: Readonly<Record<string, unknown>>, prefix: string): URL {
  const { scheme, hostname, port, path } = settings as {
    scheme?: string;
    hostname?: string;
    port?: number;
    path?: { type?: string; replaceFullPath?: string; replacePrefixMatch?: string };
  };
  const target = new URL(url);
  if (scheme && `${scheme}:` !== target.protocol) {
    // Without a port of its own the target has the one that goes with the scheme.
    target.port = '';
    target.protocol = scheme;
  }
  if (hostname) target.hostname = hostname;
  if (port) target.port = String(port);
  if (path?.replaceFullPath !== undefined) target.pathname = path.replaceFullPath;
  if (path?.replacePrefixMatch !== undefined)
    target.pathname = replacePrefix(url.pathname, prefix, path.replacePrefixMatch);
  return target;
}

/** Slashes at the ends of prefix and replacement say nothing. */
function replacePrefix(path: string, prefix: string, replacement: string): string {
  const rest = path.slice(prefix.replace(/\/$/, '').length).replace(/^\//, '');
  const base = replacement.replace(/\/$/, '');
  return rest ? `${base}/${rest}` : base || '/';
}
