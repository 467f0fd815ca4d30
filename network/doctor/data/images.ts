import type { Image } from '../image';

/** What became of some images, and since when. */
export interface ImageFact {
  /** Repositories, as `registry/name`. */
  readonly repository: RegExp;
  /** Whether it is true of this tag; absent: of all. */
  readonly tag?: (tag: string) => boolean;
  /** The day from which it is true; absent: it always was. */
  readonly since?: string;
  readonly why: string;
  readonly instead: (image: Image) => string;
  /** Whether the other name is that of the very same image. */
  readonly isSame?: boolean;
}

const tagged = ({ tag, digest }: Image) => `${tag ? `:${tag}` : ''}${digest ? `@${digest}` : ''}`;

/** Images that can not be pulled any more, or never could. */
export const GONE: readonly ImageFact[] = [
  {
    // github.com/bitnami/containers/issues/83267
    repository: /^docker\.io\/bitnami\/[^/]+$/,
    tag: (tag) => /\d/.test(tag),
    since: '2025-09-29',
    why: 'Bitnami took its versioned tags from Docker Hub; docker.io/bitnamilegacy has them, and gets no updates',
    instead: (image) =>
      `docker.io/${image.name.replace('bitnami/', 'bitnamilegacy/')}${tagged(image)} for the time being, or another image of the same software`,
  },
  {
    repository: /^docker\.io\/library\/httpbin$/,
    why: 'Docker Hub has no official image of this name, and never had',
    instead: () => 'docker.io/kennethreitz/httpbin by its digest',
  },
];

/** Images that can be pulled, and should not be run any more. */
export const OUTDATED: readonly ImageFact[] = [
  {
    // kubernetes.io/blog/2023/02/06/k8s-gcr-io-freeze-announcement
    repository: /^k8s\.gcr\.io\//,
    since: '2023-04-03',
    why: 'k8s.gcr.io is frozen and sends on to registry.k8s.io, until it is switched off',
    instead: (image) => `registry.k8s.io/${image.name}${tagged(image)}`,
    isSame: true,
  },
  {
    // kubernetes.io/blog/2025/03/24/ingress-nginx-cve-2025-1974
    repository: /^registry\.k8s\.io\/ingress-nginx\/controller$/,
    tag: (tag) => isBelow(tag, [1, 11, 5]) || (tag.startsWith('v1.12.0') && isBelow(tag, [1, 12, 1])),
    since: '2025-03-24',
    why: 'whoever reaches its admission webhook can run code in it (CVE-2025-1974, mended in v1.11.5 and v1.12.1)',
    instead: () => 'v1.12.1 or later; the project is retired since March 2026, so better another controller',
  },
  {
    // nginx.org/en/download.html
    repository: /^docker\.io\/library\/nginx$/,
    tag: (tag) => isBelow(tag, [1, 18]),
    since: '2020-04-21',
    why: 'this branch of nginx gets no fixes since 1.18 came out',
    instead: () => 'a supported branch, such as docker.io/library/nginx:stable by its digest',
  },
];

/** Whether a tag is an older version; tags that are none, or leave out what matters, are not. */
function isBelow(tag: string, version: readonly number[]): boolean {
  const given = /^v?(\d+(?:\.\d+)*)/.exec(tag)?.[1]?.split('.').map(Number) ?? [];
  if (given.length < Math.min(version.length, 2)) return false;
  for (const [index, number] of version.entries()) {
    const part = given[index];
    if (part === undefined || part > number) return false;
    if (part < number) return true;
  }
  return false;
}
