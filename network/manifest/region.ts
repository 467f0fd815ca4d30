import type { Span } from './json';
import { locateField, type PlacedText, placeText } from './locate';
import type { FieldPath, Position } from './manifest';

/** Characters of the texts that are kept read with positions, which takes some hundred times their size. */
const KEPT = 2 ** 18;
const recent = new Map<Region, PlacedText>();

/** A stretch of a source: one document, or one item of a list. */
export class Region {
  /**
   * @param line of its first character, from 1
   * @param column of its first character, from 1
   */
  constructor(
    readonly source: string,
    readonly text: string,
    readonly line: number,
    readonly column: number = 1,
  ) {}

  /** Where it begins. */
  get position(): Position {
    return { source: this.source, line: this.line };
  }

  /** Where a field is written, or the nearest parent that is. */
  locate(path: FieldPath): Position {
    const place = this.text === '' ? undefined : locateField(this.placed(), path);
    if (place === undefined) return this.position;
    const { line, column } = place;
    return { source: this.source, line: this.line + line - 1, column: line === 1 ? this.column + column - 1 : column };
  }

  /** For when texts take too much room: every field is then placed where the region begins. */
  withoutText(): Region {
    return new Region(this.source, '', this.line, this.column);
  }

  /** @param spans in the order of the text */
  parts(spans: readonly Span[]): Region[] {
    const { text } = this;
    let line = this.line;
    let lineStart = 1 - this.column;
    let next = text.indexOf('\n');
    return spans.map(([start, end]) => {
      for (; next !== -1 && next < start; next = text.indexOf('\n', next + 1)) {
        line += 1;
        lineStart = next + 1;
      }
      return new Region(this.source, text.slice(start, end), line, start - lineStart + 1);
    });
  }

  private placed(): PlacedText {
    const placed = recent.get(this) ?? placeText(this.text);
    recent.delete(this);
    recent.set(this, placed);
    let size = 0;
    for (const region of [...recent.keys()].reverse()) {
      size += region.text.length;
      if (size > KEPT && region !== this) recent.delete(region);
    }
    return placed;
  }
}
