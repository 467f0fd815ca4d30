/** What holds for clusters that nobody wrote: no cry of wolf where nothing is wrong, and each slip is found among all the rest. */
import fc from 'fast-check';
import { CLEAN, changed } from './corpus/application';
import { MISTAKES } from './corpus/mistakes';
import { validObjects } from './support/clusters';
import { lines } from './support/describe-rule';
import { diagnoseText } from './support/findings';

const SEED = 20261122;

function found(yaml: string): string[] {
  return diagnoseText(yaml)
    .filter(({ severity }) => severity !== 'info')
    .map(({ rule, object, message }) => `${rule} ${object}: ${message}`);
}

describe('the doctor, on clusters made at random,', () => {
  it('finds neither an error nor a warning where nothing is wrong', () => {
    fc.assert(
      fc.property(validObjects, (objects) => {
        expect(found(`${CLEAN}---\n${lines(...objects)}`)).toEqual([]);
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  it.each(MISTAKES.map((mistake) => [mistake.name, mistake] as const))('finds %s', (_, {
    changes,
    finds,
    also = [],
  }) => {
    const mistaken = changed(changes);
    fc.assert(
      fc.property(validObjects, (objects) => {
        const rules = found(`${mistaken}---\n${lines(...objects)}`).map((one) => one.split(' ')[0]!);
        expect(rules).toEqual(expect.arrayContaining([...finds]));
        expect(rules.filter((rule) => !finds.includes(rule) && !also.includes(rule))).toEqual([]);
      }),
      { seed: SEED, numRuns: 5 },
    );
  });
});
