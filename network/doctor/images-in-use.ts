import type { ImageFact } from './data/images';
import type { Examined } from './examined';
import { type Image, parseImage } from './image';
import type { Container, PodTemplate } from './pod-template';
import type { Fault } from './rule';

export interface ImageInUse {
  readonly template: PodTemplate;
  readonly container: Container;
  readonly image: Image;
  /** `docker.io/library/nginx` */
  readonly repository: string;
}

/** The image of each container; what is no image reference is left out. */
export function* imagesInUse(examined: Examined): Generator<ImageInUse> {
  for (const template of examined.podTemplates)
    for (const container of template.containers) {
      const { image: text } = container.fields;
      const image = typeof text === 'string' ? parseImage(text) : undefined;
      if (image) yield { template, container, image, repository: `${image.registry}/${image.name}` };
    }
}

/** Images that a table knows something of. */
export function* knownImages(examined: Examined, facts: readonly ImageFact[]): Generator<Fault> {
  for (const { template, container, image } of imagesInUse(examined)) {
    const fact = factOf(image, facts);
    if (!fact) continue;
    const path = [...container.path, 'image'];
    const instead = fact.instead(image);
    yield {
      on: template.manifest.origin,
      path,
      message: `${container.fields.image}: ${fact.why}${fact.since ? ` (since ${fact.since})` : ''}`,
      fix: `write ${instead}`,
      ...(fact.isSame && { edits: [{ path, value: instead }] }),
    };
  }
}

export function factOf({ registry, name, tag }: Image, facts: readonly ImageFact[]): ImageFact | undefined {
  return facts.find(
    (fact) => fact.repository.test(`${registry}/${name}`) && (!fact.tag || (tag !== undefined && fact.tag(tag))),
  );
}
