import { GONE } from '../../data/images';
import { knownImages } from '../../images-in-use';
import type { Rule } from '../../rule';
import { podsOf } from './example';

export const imageGone: Rule = {
  id: 'image/gone',
  severity: 'error',
  summary: 'An image can not be pulled: it was taken away, or never was there.',
  why: 'The pods wait in ImagePullBackOff. Nodes that pulled the image long ago may hide it for a while.',
  fix: 'Write the image that took its place.',
  bad: podsOf('bitnami/nginx:1.25.3'),
  good: podsOf('registry.example/nginx:1.27.3'),
  check: (examined) => knownImages(examined, GONE),
};
