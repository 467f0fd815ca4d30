const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;

/** First and last index of a value, the last one not included. */
export type Span = readonly [start: number, end: number];

/**
 * Visits `{ } [ ] : ,` outside of strings.
 * @param visit gets how deep the character stands; that of a bracket is that of its container
 */
function visitStructure(text: string, visit: (char: number, index: number, depth: number) => void): void {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charCodeAt(index);
    if (char === QUOTE) index = endOfString(text, index);
    else if (opens(char)) visit(char, index, depth++);
    else if (closes(char)) visit(char, index, --depth);
    else if (char === COLON || char === COMMA) visit(char, index, depth);
  }
}

/** Index of the closing quote. */
function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index += 1) {
    const char = text.charCodeAt(index);
    if (char === BACKSLASH) index += 1;
    else if (char === QUOTE) return index;
  }
  return text.length;
}

/** How many keys are written: more than the parsed objects have when one is written twice, of which JSON.parse says nothing. */
export function countKeys(text: string): number {
  let keys = 0;
  visitStructure(text, (char) => {
    if (char === COLON) keys += 1;
  });
  return keys;
}

/** The objects and arrays of a row of JSON values, as `kubectl get -o json a b` of old or `jq` write them. */
export function spansOfValues(text: string): Span[] {
  const spans: Span[] = [];
  let start = 0;
  visitStructure(text, (char, index, depth) => {
    if (depth !== 0) return;
    if (opens(char)) start = index;
    else if (closes(char)) spans.push([start, index + 1]);
  });
  return spans;
}

/** Where the values of a list's `items` are written. */
export function spansOfItems(list: string): Span[] {
  const spans: Span[] = [];
  let isItems = false;
  let start = 0;
  const close = (end: number) => {
    if (!isBlank(list, start, end)) spans.push([skipWhiteSpace(list, start), end]);
  };
  visitStructure(list, (char, index, depth) => {
    if (depth === 1 && char === COLON) isItems = list.slice(0, index).trimEnd().endsWith('"items"');
    if (!isItems) return;
    if (depth === 1 && opens(char)) start = index + 1;
    else if (depth === 1 && closes(char)) close(index);
    else if (depth === 2 && char === COMMA) {
      close(index);
      start = index + 1;
    }
  });
  return spans;
}

/** `[` and `{` are one bit apart. */
function opens(char: number): boolean {
  return (char | 0x20) === 0x7b;
}

function closes(char: number): boolean {
  return (char | 0x20) === 0x7d;
}

function isBlank(text: string, start: number, end: number): boolean {
  return skipWhiteSpace(text, start) >= end;
}

function skipWhiteSpace(text: string, start: number): number {
  const blank = /[ \t\n\r]*/y;
  blank.lastIndex = start;
  blank.test(text);
  return blank.lastIndex;
}
