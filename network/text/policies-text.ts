import type { SelectingPolicies, SelectingPolicy } from '../question/selecting-policies';
import { plain, type Style } from './style';

const NOBODY = {
  ingress: 'no policy selects it, so everyone may reach it who is let out',
  egress: 'no policy selects it, so it may reach everyone who lets it in',
};

/** Which policies select pods, and what they admit. */
export function policiesText(answers: readonly SelectingPolicies[], style: Style = plain): string {
  return answers
    .flatMap(({ pods, direction, policies }, index) => [
      ...(pods === answers[index - 1]?.pods ? [] : [style('heading', pods)]),
      `  ${direction}: ${policies.length ? style('good', 'isolated') : `${style('bad', 'unprotected')}: ${NOBODY[direction]}`}`,
      ...policies.flatMap(policyLines),
    ])
    .join('\n');
}

function policyLines({ policy, position, selects, rules }: SelectingPolicy): string[] {
  return [
    `    ${policy} (${position}) selects ${selects === '<all>' ? 'all pods of its namespace' : selects}${rules.length ? '' : '; it has no rule, and admits nothing'}`,
    ...rules.map(({ rule, position: place, admits }) => `      ${rule} admits ${admits} (${place})`),
  ];
}
