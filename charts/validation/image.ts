import { ImagePullPolicy } from 'cdk8s-plus-28';
import type { Rule } from './prop-check';

const DOMAIN_PART = '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?';
const DOMAIN = `(?:${DOMAIN_PART}(?:\\.${DOMAIN_PART})*|\\[[0-9a-fA-F:]+\\])(?::\\d{1,5})?`;
const PATH_PART = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const NAME = `(?:${DOMAIN}/)?${PATH_PART}(?:/${PATH_PART})*`;
const REFERENCE = new RegExp(
  `^(${NAME})(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@(?:sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128}))?$`,
);

/** 64 digits alone are the id of an image on a node, not its name. */
const IMAGE_ID = /^[0-9a-f]{64}$/;

/**
 * With a tag or digest: without one the node takes "latest", whatever that is on the day.
 * @see https://pkg.go.dev/github.com/distribution/reference the grammar that container runtimes use
 */
export const imageReference: Rule<string> = {
  code: 'image/reference',
  wants: 'an image reference with a tag or digest, such as "registry.example/team/app:1.4.2"',
  accepts: (value) => {
    const [, name, tag, digest] = (typeof value === 'string' && REFERENCE.exec(value)) || [];
    return name !== undefined && name.length <= 255 && !IMAGE_ID.test(name) && (tag ?? digest) !== undefined;
  },
  advise: (value: unknown) => {
    if (typeof value !== 'string' || value === '') return undefined;
    if (value.includes('://')) return 'leave the scheme out';
    if (value !== value.trim() || /\s/.test(value)) return 'leave the white space out';
    if (REFERENCE.test(value) && !IMAGE_ID.test(value)) return 'put the tag of a version behind it';
    return /[<>{}$]/.test(value) ? 'put a real name in the place of the placeholder' : undefined;
  },
};

export const pullPolicy: Rule<ImagePullPolicy> = {
  code: 'image/pull-policy',
  wants: `one of ${Object.values(ImagePullPolicy).join(', ')}`,
  accepts: (value) => Object.values(ImagePullPolicy).includes(value),
};
