import { fixesFor } from '../../../network/doctor/fix';
import { CLEAN, changed } from './corpus/application';
import { MISTAKES } from './corpus/mistakes';
import { diagnoseText } from './support/findings';

/** Errors and warnings. */
function faultsIn(yaml: string) {
  return diagnoseText(yaml).filter(({ severity }) => severity !== 'info');
}

describe('the doctor, on one application and 44 slips in it,', () => {
  it('is silent where nothing is wrong', () => {
    expect(faultsIn(CLEAN).map(({ rule, object, message }) => `${rule} ${object}: ${message}`)).toEqual([]);
  });

  it('is asked for all 44', () => {
    expect(MISTAKES.map(({ name }) => Number(name.slice(0, 2)))).toEqual(Array.from({ length: 44 }, (_, at) => at + 1));
  });

  it.each(MISTAKES.map((mistake) => [mistake.name, mistake] as const))('names %s', (_, {
    changes,
    finds,
    also = [],
  }) => {
    const found = [...new Set(faultsIn(changed(changes)).map(({ rule }) => rule))];
    expect(found).toEqual(expect.arrayContaining([...finds]));
    expect(found.filter((id) => !finds.includes(id) && !also.includes(id))).toEqual([]);
  });

  const slips = new Map(MISTAKES.map(({ name, changes }) => [name.slice(0, 2), changes]));
  it.each(['08', '13', '14', '21'])('mends slip %s so that nothing is left of it', (number) => {
    const yaml = changed(slips.get(number)!);
    const { changes } = fixesFor(diagnoseText(yaml), () => yaml);
    expect(faultsIn(changes[0]!.after)).toEqual([]);
  });

  it('does not open a policy to pods of another namespace on its own account', () => {
    const yaml = changed(slips.get('20')!);
    expect(fixesFor(diagnoseText(yaml), () => yaml).changes).toEqual([]);
  });
});
