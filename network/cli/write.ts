import type { OutputStream } from './io';

/** Characters gathered before they are written: many small writes are slow. */
const PIECE = 2 ** 16;

/** What is to be written can't be: the disk is full, or the like. */
export class OutputError extends Error {
  constructor({ message }: Error) {
    super(`the output can't be written: ${message}`);
    this.name = 'OutputError';
  }
}

/**
 * Writes all of the text, at the pace of whoever reads it. When the reader goes away (`| head`), the rest is left.
 * @param hasColours whether codes of colours are ours, and stay
 * @throws OutputError
 */
export async function write(stream: OutputStream, text: Iterable<string>, hasColours = false): Promise<void> {
  let failure: NodeJS.ErrnoException | undefined;
  const fail = (error: NodeJS.ErrnoException) => {
    failure ??= error;
  };
  stream.on('error', fail);
  try {
    for (const piece of gathered(text)) {
      await writePiece(stream, harmless(piece, hasColours)).catch(fail);
      if (failure) break;
    }
  } finally {
    stream.off('error', fail);
  }
  if (failure && failure.code !== 'EPIPE') throw new OutputError(failure);
}

/** Waits until the piece is out of our hands. */
function writePiece(stream: OutputStream, piece: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(piece, (error) => (error ? reject(error) : resolve()));
  });
}

function* gathered(text: Iterable<string>): Generator<string> {
  let piece = '';
  for (const part of text) {
    piece += part;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

/** Control characters, but for line ends and tabs: text from the input could steer the terminal with them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is about
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const CONTROL_BUT_COLOURS = /\x1b(?!\[\d*m)|[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f]/g;

/** Control characters are written as JSON does, so that JSON stays right. */
export function harmless(text: string, hasColours = false): string {
  return text.replace(
    hasColours ? CONTROL_BUT_COLOURS : CONTROL,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
