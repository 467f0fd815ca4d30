/** An image reference in its parts, with what is left out filled in as container runtimes do. */
export interface Image {
  /** `docker.io`, `registry.k8s.io`, `localhost:5000`. */
  readonly registry: string;
  /** `library/nginx`, `bitnami/redis`. */
  readonly name: string;
  readonly tag?: string;
  readonly digest?: string;
}

const DOCKER_HUB = /^(index\.|registry-1\.)?docker\.io$/;

/** Undefined for text that is no image reference, such as a placeholder of a template. */
export function parseImage(text: string): Image | undefined {
  const [, path, tag, digest] =
    /^([A-Za-z0-9._/-]+(?::\d+(?=\/)[A-Za-z0-9._/-]+)?)(?::([\w.-]+))?(?:@(\S+))?$/.exec(text) ?? [];
  if (path === undefined) return undefined;
  const slash = path.indexOf('/');
  const first = path.slice(0, Math.max(slash, 0));
  const hasRegistry = /[.:]/.test(first) || first === 'localhost';
  const registry = hasRegistry ? first : 'docker.io';
  const rest = hasRegistry ? path.slice(slash + 1) : path;
  const isHub = DOCKER_HUB.test(registry);
  return {
    registry: isHub ? 'docker.io' : registry,
    name: isHub && !rest.includes('/') ? `library/${rest}` : rest,
    ...(tag && { tag }),
    ...(digest && { digest }),
  };
}

/** `docker.io/library/nginx`; the text itself where it is no image reference. */
export function repositoryOf(text: string): string {
  const image = parseImage(text);
  return image ? `${image.registry}/${image.name}` : text;
}
