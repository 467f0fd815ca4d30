import { DUPLICATE } from './contested';
import { LEVELS } from './read-settings';
import { codeText, RULE_TEXTS } from './rule-texts';

/** A JSON Schema of `gridwall.yaml`, from which editors suggest rules and levels. */
export function settingsSchema(): object {
  const closed = { type: 'object', additionalProperties: false };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Settings of the doctor',
    description: 'What `gridwall check` goes by: gridwall.yaml.',
    type: ['object', 'null'],
    additionalProperties: false,
    properties: {
      rules: { $ref: '#/definitions/rules', description: 'Levels of rules, instead of their own.' },
      overrides: {
        type: 'array',
        description: 'Levels for some files only; the last that fits wins.',
        items: {
          ...closed,
          required: ['paths', 'rules'],
          properties: {
            paths: {
              type: 'array',
              description: 'Patterns of paths from the working directory, such as legacy/**.',
              items: { type: 'string', minLength: 1 },
            },
            rules: { $ref: '#/definitions/rules' },
          },
        },
      },
      baseline: { type: 'string', minLength: 1, description: 'File of known findings, from the folder of this one.' },
    },
    definitions: {
      level: { enum: LEVELS },
      rules: {
        ...closed,
        type: ['object', 'null'],
        properties: Object.fromEntries(
          [...RULE_TEXTS, codeText(DUPLICATE)!].map(({ id, severity, summary }) => [
            id,
            { $ref: '#/definitions/level', description: `${summary} (${severity})` },
          ]),
        ),
      },
    },
  };
}
