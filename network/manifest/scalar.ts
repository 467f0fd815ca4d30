/** What a plain scalar stands for. */
export type Scalar = string | number | boolean | null;

const WORDS = new Map<string, Scalar>([
  ...words(true, 'y', 'yes', 'true', 'on'),
  ...words(false, 'n', 'no', 'false', 'off'),
  ...words(null, 'null'),
  ...words(Number.POSITIVE_INFINITY, '.inf', '+.inf'),
  ...words(Number.NEGATIVE_INFINITY, '-.inf'),
  ['.nan', Number.NaN],
  ['.NaN', Number.NaN],
  ['.NAN', Number.NaN],
  ['~', null],
  ['', null],
]);
const MAY_BE_MORE_THAN_TEXT = /^[-+.0-9~yYnNtTfFoO]/;
const FRACTION = /^\.\d+(?:_\d+)*(?:[eE][-+]?\d+)?$/;
const INTEGER = /^([-+]?)(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9]\d*)$/;
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;

/**
 * A plain (unquoted) scalar as kubectl reads it: YAML 1.1 with the choices of `sigs.k8s.io/yaml`. `on` and `y` are true, 0777 is
 * octal, `1_000` is 1000; times, dates and `1:30` are text.
 */
export function readScalar(text: string): Scalar {
  if (text !== '' && !MAY_BE_MORE_THAN_TEXT.test(text)) return text;
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  if (text.startsWith('.')) return FRACTION.test(text) ? finite(text.replaceAll('_', ''), text) : text;
  const first = text.charCodeAt(0);
  if (first > 0x39) return text; // a letter: no word, and no number begins with it
  const digits = text.includes('_') ? text.replaceAll('_', '') : text;
  return integer(digits) ?? (FLOAT.test(digits) ? finite(digits, text) : text);
}

/** In 64 bits; a longer one is a float when it is decimal. */
function integer(text: string): number | undefined {
  const sign = INTEGER.exec(text)?.[1];
  if (sign === undefined) return undefined;
  const digits = text.slice(sign.length);
  const value = /^0\d/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  if (value > (sign === '' ? 2 ** 64 : 2 ** 63)) return undefined;
  return sign === '-' ? 0 - value : value;
}

function finite(digits: string, text: string): number | string {
  const value = Number(digits);
  return Number.isFinite(value) ? value : text;
}

function words(value: Scalar, ...lower: string[]): [string, Scalar][] {
  return lower.flatMap((word) =>
    [word, word.toUpperCase(), capitalised(word)].map((form): [string, Scalar] => [form, value]),
  );
}

/** `Yes`, `+.Inf`. */
function capitalised(word: string): string {
  return word.replace(/[a-z]/, (letter) => letter.toUpperCase());
}
