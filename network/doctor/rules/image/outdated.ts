import { OUTDATED } from '../../data/images';
import { knownImages } from '../../images-in-use';
import type { Rule } from '../../rule';
import { podsOf } from './example';

export const imageOutdated: Rule = {
  id: 'image/outdated',
  severity: 'warning',
  summary: 'An image gets no updates any more, or has a known hole.',
  why: 'It can be pulled today. Nobody mends what is found in it, or a mended one is there already.',
  fix: 'Write a version, or a place, that is looked after.',
  bad: podsOf('nginx:1.17'),
  good: podsOf('nginx:1.27.3'),
  check: (examined) => knownImages(examined, OUTDATED),
};
