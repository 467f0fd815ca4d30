import { diagnoseText } from '../support/findings';
import { service, workload } from '../support/objects';
import { compare, findingsOf } from './judgement';

const ports = [{ port: 80 }];
const FOUND = 'error service/no-endpoints Service shop/api';
const findings = findingsOf(
  diagnoseText(
    [workload(), service({ selector: { run: 'web' }, ports })].map((one) => JSON.stringify(one)).join('\n---\n'),
  ),
);
const results = [{ name: 'shop', findings }];

describe('findings in the manifests of others', () => {
  it('are called by severity, rule and object', () => {
    expect([...findings]).toEqual([[FOUND, 1]]);
  });

  it('are fine where each is judged', () => {
    expect(compare(results, { shop: { [FOUND]: 'nobody has the label' } })).toEqual({
      differences: [],
      judged: [{ severity: 'error', isWrong: false }],
    });
  });

  it('count as wrong where the judgement says so, as often as they are found', () => {
    const twice = [{ name: 'shop', findings: new Map([[FOUND, 2]]) }];
    const { judged } = compare(twice, { shop: { [`${FOUND} ×2`]: 'wrong: an operator makes the pods' } });
    expect(judged).toEqual([
      { severity: 'error', isWrong: true },
      { severity: 'error', isWrong: true },
    ]);
  });

  it.each([
    ['that nobody judged', {}, [`shop: not judged: ${FOUND}`]],
    [
      'of another number',
      { shop: { [`${FOUND} ×2`]: '' } },
      [`shop: not found: ${FOUND} ×2`, `shop: not judged: ${FOUND}`],
    ],
    ['of a set that is not there', { shop: { [FOUND]: '' }, web: {} }, ['web: there is no such set']],
  ])('are told %s', (_, judgements, differences) => {
    expect(compare(results, judgements).differences).toEqual(differences);
  });
});
