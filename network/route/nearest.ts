/** The text that differs least from another, if it is near enough to be meant. */
export function nearest(text: string, among: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.max(1, Math.floor(text.length / 3)) + 1;
  for (const candidate of among) {
    if (Math.abs(candidate.length - text.length) >= least) continue;
    const steps = distance(text, candidate);
    if (steps < least) [best, least] = [candidate, steps];
  }
  return best;
}

/** Letters to insert, drop, change, or swap with the next one (Damerau and Levenshtein). */
function distance(one: string, other: string): number {
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [line, letter] of [...one].entries()) {
    const next = [line + 1];
    for (const [column, other_] of [...other].entries()) {
      const isSwap = column > 0 && line > 0 && letter === other[column - 1] && one[line - 1] === other_;
      next.push(
        Math.min(
          next[column]! + 1,
          row[column + 1]! + 1,
          row[column]! + (letter === other_ ? 0 : 1),
          isSwap ? before[column - 1]! + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    [before, row] = [row, next];
  }
  return row.at(-1)!;
}

/** Whether one text is but another, written wrong. What differs in a number is the next version or another instance. */
export function isSlip(text: string, meant: string): boolean {
  const numbers = (of: string) => of.replace(/\D+/g, ' ').trim();
  return numbers(text) === numbers(meant) && nearest(text, [meant]) !== undefined;
}
