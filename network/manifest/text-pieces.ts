import { TextDecoder } from 'node:util';
import { inputError } from '../input-error';

/** Turns bytes, which come in pieces, into text: UTF-8, or UTF-16 with a byte order mark, which is what PowerShell's `>` writes. */
export class TextPieces {
  private decoder: TextDecoder | undefined;
  private first = new Uint8Array();

  constructor(private readonly source: string) {}

  /** @throws InputError for bytes that are no text */
  decode(bytes: Uint8Array): string {
    if (this.decoder !== undefined) return this.run(this.decoder, bytes, true);
    this.first = Buffer.concat([this.first, bytes]);
    if (this.first.length < 2) return '';
    return this.run(this.begin(), this.first, true);
  }

  /** @throws InputError for a text that breaks off */
  end(): string {
    return this.decoder === undefined
      ? this.run(this.begin(), this.first, false)
      : this.run(this.decoder, new Uint8Array(), false);
  }

  private begin(): TextDecoder {
    const [a, b] = this.first;
    const encoding = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : 'utf-8';
    this.decoder = new TextDecoder(encoding, { fatal: true });
    return this.decoder;
  }

  private run(decoder: TextDecoder, bytes: Uint8Array, stream: boolean): string {
    try {
      return decoder.decode(bytes, { stream });
    } catch {
      throw inputError('input/syntax', `no ${decoder.encoding.toUpperCase()} text`, { source: this.source });
    }
  }
}
