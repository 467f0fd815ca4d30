import { INPUT_ERROR_CODES } from '../input-error';
import { DUPLICATE } from './contested';
import { IGNORE_RULES } from './ignore-rules';
import type { RuleText } from './rule';
import { RULES } from './rules';

/** What can be said of a code that a finding carries; those of the input have no examples. */
export type CodeText = Omit<RuleText, 'bad' | 'good'> & Partial<Pick<RuleText, 'bad' | 'good'>>;

/** Every rule, in the order of the docs. */
export const RULE_TEXTS: readonly RuleText[] = [...RULES, ...IGNORE_RULES];

const REFUSED = {
  why: 'The API server refuses it, or nothing here can read it. Nothing more is known of such an object, so no rule looks at it.',
  fix: 'Write what the message says.',
};
const TWICE = {
  why: 'The last to be applied wins, and what the other says is lost. Where the two are for two clusters, findings would be about neither of them: until then only rules on single objects (images, kinds, pod security) speak of that namespace.',
  fix: 'Keep one, or check the folders of several clusters one by one. Where it is meant, the earlier one may say so with gridwall/ignore.',
};

/** @param id of a rule, or a code of refused input */
export function codeText(id: string): CodeText | undefined {
  if (Object.hasOwn(INPUT_ERROR_CODES, id)) {
    const meaning = INPUT_ERROR_CODES[id as keyof typeof INPUT_ERROR_CODES];
    return {
      id,
      severity: 'error',
      summary: `${meaning.charAt(0).toUpperCase()}${meaning.slice(1)}.`,
      ...(id === DUPLICATE ? TWICE : REFUSED),
    };
  }
  return RULE_TEXTS.find((rule) => rule.id === id);
}
