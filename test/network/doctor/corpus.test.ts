import { RULES } from '../../../network/doctor/rules';
import { CLEAN, changed } from './corpus/application';
import { MISTAKES } from './corpus/mistakes';
import { diagnoseText } from './support/findings';

/** Rules that find an error or a warning. */
function rulesThatFind(yaml: string): string[] {
  const found = diagnoseText(yaml).filter(({ severity }) => severity !== 'info');
  return [...new Set(found.map(({ rule }) => rule))].sort();
}

describe('the doctor, on one application and 44 slips in it,', () => {
  it('is silent where nothing is wrong', () => {
    const found = diagnoseText(CLEAN).filter(({ severity }) => severity !== 'info');
    expect(found.map(({ rule, object, message }) => `${rule} ${object}: ${message}`)).toEqual([]);
  });

  const known = new Set(RULES.map(({ id }) => id));
  const isKnown = (id: string) => id.startsWith('input/') || known.has(id);
  const built = MISTAKES.filter(({ finds }) => finds.every(isKnown));

  it.each(built.map((mistake) => [mistake.name, mistake] as const))('names %s', (_, { changes, finds, also = [] }) => {
    const found = rulesThatFind(changed(changes));
    expect(found).toEqual(expect.arrayContaining([...finds]));
    expect(found.filter((id) => !finds.includes(id) && !also.includes(id))).toEqual([]);
  });

  for (const { name, finds } of MISTAKES.filter((mistake) => !built.includes(mistake)))
    it.todo(`names ${name} (${finds.join(', ')})`);
});
