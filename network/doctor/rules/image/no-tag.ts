import { GONE } from '../../data/images';
import type { Image } from '../../image';
import { factOf, imagesInUse } from '../../images-in-use';
import type { Rule } from '../../rule';
import { podsOf } from './example';

export const imageNoTag: Rule = {
  id: 'image/no-tag',
  severity: 'warning',
  summary: 'An image is named without a version.',
  why: 'Without a tag it is "latest": another image tomorrow, and perhaps another one on each node. No manifest says what runs, and there is nothing to go back to.',
  fix: 'Write the version that was tested, or better its digest.',
  bad: podsOf('registry.example/web'),
  good: podsOf('registry.example/web:1.4.2'),
  *check(examined) {
    for (const { template, container, image } of imagesInUse(examined))
      if (!image.digest && (image.tag === undefined || image.tag === 'latest'))
        yield {
          on: template.manifest.origin,
          path: [...container.path, 'image'],
          message: `${container.fields.image} is another image from day to day`,
          fix: remedy(String(container.fields.image), image),
        };
  },
};

function remedy(text: string, image: Image): string {
  const gone = factOf({ ...image, tag: EXAMPLE }, GONE);
  return gone
    ? `write a digest, or another image of the same software: ${gone.why}`
    : `write the version that was tested, such as ${text.replace(/:latest$/, '')}:${EXAMPLE}, or a digest`;
}

const EXAMPLE = '1.2.3';
