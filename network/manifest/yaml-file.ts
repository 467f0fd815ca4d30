import {
  isAlias,
  isScalar,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
  type YAMLParseError,
} from 'yaml';
import type { InputErrorCode, Problem } from '../input-error';
import type { Position } from './manifest';

/** A YAML file of ours that people write by hand, read with the place of everything that is wrong in it. */
export class YamlFile {
  readonly problems: Problem[] = [];
  /** Null where nothing is written, or there are problems. */
  readonly contents: Node | null;
  private readonly lines = new LineCounter();

  /**
   * @param source names it in positions
   * @param code of every problem
   */
  constructor(
    text: string,
    private readonly source: string,
    private readonly code: InputErrorCode,
  ) {
    const { contents, errors } = parseDocument(text, { lineCounter: this.lines, prettyErrors: false });
    this.contents = errors.length ? null : contents;
    // What follows from the first error is no news.
    if (errors[0]) this.fail(messageOf(errors[0]), errors[0].pos[0]);
  }

  /** The values of a map by their keys; reports keys that have no meaning here. */
  protected fields(map: YAMLMap, known: readonly string[]): Map<string, Node> {
    const fields = new Map<string, Node>();
    for (const { key, value } of map.items as Pair<Node, Node | null>[]) {
      const name = isScalar(key) ? String(key.value) : '';
      if (!known.includes(name)) this.fail(this.unknown(name, known), key);
      else if (isAlias(value)) this.fail(`"${name}" is an alias; write it out`, value);
      else if (value) fields.set(name, value);
    }
    return fields;
  }

  protected unknown(name: string, known: readonly string[]): string {
    return `there is no "${name}" here; the keys are ${known.join(', ')}`;
  }

  protected fail(message: string, at: Node | number | undefined): undefined {
    this.problems.push({ code: this.code, message, position: this.position(at ?? 0) });
    return undefined;
  }

  protected position(at: Node | number): Position {
    const offset = typeof at === 'number' ? at : (at.range?.[0] ?? 0);
    const { line, col } = this.lines.linePos(offset);
    return { source: this.source, line, column: col };
  }
}

function messageOf({ code, message }: YAMLParseError): string {
  return code === 'MULTIPLE_DOCS' ? 'a second document begins here; only one is read: put all into one' : message;
}
