import { RULES } from '../../../network/doctor/rules';
import { diagnoseText } from './support/findings';

describe('every rule of the doctor', () => {
  it('has an id of its own that can be read', () => {
    const ids = RULES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z]+(-[a-z]+)*\/[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  it('knows the rules that it names as consequences', () => {
    const known = new Set(RULES.map(({ id }) => id));
    expect(RULES.flatMap(({ consequences = [] }) => consequences).filter((id) => !known.has(id))).toEqual([]);
  });

  it.each(
    RULES.map((rule) => [rule.id, rule] as const),
  )('%s finds its bad example, and little else does', (id, rule) => {
    const found = new Set(
      diagnoseText(rule.bad)
        .filter((finding) => finding.severity !== 'info' || finding.rule === id)
        .map((finding) => finding.rule),
    );
    expect(found).toContain(id);
    const others = [...found].filter((one) => one !== id && !rule.consequences?.includes(one));
    expect(others).toEqual([]);
  });

  it.each(
    RULES.map((rule) => [rule.id, rule] as const),
  )('%s finds nothing in its good example, nor does another', (id, rule) => {
    const found = diagnoseText(rule.good).filter((finding) => finding.severity !== 'info' || finding.rule === id);
    expect(found.map((finding) => `${finding.rule}: ${finding.message}`)).toEqual([]);
  });
});
