import { inspect } from 'node:util';

/** Marks words of a text for readers; without colours, leaves them as they are. */
export type Style = (mark: 'heading' | 'good' | 'bad' | 'unsure' | 'aside', text: string) => string;

const FORMATS = { heading: 'bold', good: 'green', bad: 'red', unsure: 'yellow', aside: 'gray' };

export const plain: Style = (_mark, text) => text;

/** With the codes of terminals. (`styleText` asks the process's own stdout whether it may.) */
export const coloured: Style = (mark, text) => {
  const [start, end] = inspect.colors[FORMATS[mark]]!;
  return `\x1b[${start}m${text}\x1b[${end}m`;
};
