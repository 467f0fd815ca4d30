/** One YAML document, or several JSON values in a row, as they are written. */
export interface DocumentText {
  /** From its `---`, comments included, to the line before the next one. Lines end in `\n`. */
  readonly text: string;
  /** Line of its first character in the source, from 1. */
  readonly line: number;
}

/** YAML ends a document at these, wherever they stand; no value can hold one. */
const BOUNDARY = /\n(?:---|\.\.\.)(?=[ \t\n])/g;
const NO_CONTENT = /(?:---(?=[ \t\n])|%[^\n]*)?[ \t]*(?:#[^\n]*)?\n/y;
const COMMENT = /[ \t]*(?:#[^\n]*)?\n/y;
const LOOK_AFTER = 2 ** 20;

/** Cuts text, which may come in pieces, into documents. Line breaks become `\n`, byte order marks go. */
export class DocumentSplitter {
  private pieces: string[] = [];
  private size = 0;
  private lookAt = LOOK_AFTER;
  private line = 1;
  private carriageReturn = '';

  /** Size of the text that waits for the end of its document. */
  get waiting(): number {
    return this.size;
  }

  /** @returns the documents that ended so far */
  push(piece: string): DocumentText[] {
    const text = this.carriageReturn + piece;
    this.carriageReturn = text.endsWith('\r') ? '\r' : ''; // its \n may be on its way
    this.add(text.slice(0, text.length - this.carriageReturn.length));
    return this.size < this.lookAt ? [] : this.cut();
  }

  /** @returns the documents that are left */
  end(): DocumentText[] {
    this.add(this.carriageReturn);
    if (!this.pieces.at(-1)?.endsWith('\n')) this.add('\n');
    const documents = this.cut();
    return [...documents, { text: this.pieces.join(''), line: this.line }];
  }

  private add(text: string): void {
    const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
    if (lines !== '') this.pieces.push(lines);
    this.size += lines.length;
  }

  /** A document may come in thousands of pieces: it is looked through each time that it has doubled, not at each of them. */
  private cut(): DocumentText[] {
    const text = withoutMarks(this.pieces.join(''));
    const documents: DocumentText[] = [];
    let start = 0;
    let withDirectives = -1;
    for (const { index } of text.matchAll(BOUNDARY)) {
      const at = index + 1;
      const isEnd = text[at] === '.';
      if (!isEnd && withDirectives !== start && beginsWithDirective(text, start)) {
        withDirectives = start; // this --- belongs to them
        continue;
      }
      const next = isEnd ? text.indexOf('\n', at) + 1 : at;
      if (next === 0) break;
      documents.push({ text: text.slice(start, next), line: this.line });
      this.line += countLines(text, start, next);
      start = next;
    }
    const rest = text.slice(start);
    this.pieces = [rest];
    this.size = rest.length;
    this.lookAt = Math.max(LOOK_AFTER, 2 * rest.length);
    return documents;
  }
}

/** Where the content begins: behind comments, directives and a `---` that stands alone. The length of the text if there is none. */
export function contentStart(text: string): number {
  return skip(text, 0, NO_CONTENT);
}

export function countLines(text: string, start: number, end: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n', start); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}

function beginsWithDirective(text: string, start: number): boolean {
  return text[skip(text, start, COMMENT)] === '%';
}

function skip(text: string, start: number, lines: RegExp): number {
  let end = start;
  for (lines.lastIndex = start; lines.test(text); ) end = lines.lastIndex;
  return end;
}

/** Files put together by `cat` have byte order marks within. */
function withoutMarks(text: string): string {
  return text.includes('\uFEFF') ? text.replace(/(^|\n)\uFEFF/g, '$1') : text;
}
