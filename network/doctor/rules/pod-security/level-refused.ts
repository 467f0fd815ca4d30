import { nearest } from '../../../route/nearest';
import { LEVELS } from '../../pod-security/control';
import { isLevel, isVersion, LABELS } from '../../pod-security/namespace-level';
import type { Rule } from '../../rule';

const MODES = ['enforce', 'audit', 'warn'];

const namespace = (level: string) => `
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels: { pod-security.kubernetes.io/enforce: ${level} }
`;

export const levelRefused: Rule = {
  id: 'pod-security/level-refused',
  severity: 'error',
  summary: 'A namespace names a level of the Pod Security Standards, or a version, that there is not.',
  why: 'The API server refuses to make such a namespace. If it is there already, a level that can not be read counts as restricted.',
  fix: 'Write privileged, baseline or restricted; a version is latest or such as v1.33.',
  bad: namespace('strict'),
  good: namespace('restricted'),
  *check(examined) {
    for (const { object, origin } of examined.of('v1/Namespace'))
      for (const mode of MODES) {
        const level = object.metadata.labels?.[`${LABELS}${mode}`];
        if (level !== undefined && !isLevel(level)) {
          const slip = nearest(String(level), LEVELS);
          const path = ['metadata', 'labels', `${LABELS}${mode}`];
          yield {
            on: origin,
            path,
            message: `${mode} is "${level}", which is no level`,
            fix: `write ${slip ?? LEVELS.join(', ').replace(/, (?=\w+$)/, ' or ')}`,
            ...(slip !== undefined && { edits: [{ path, value: slip }] }),
          };
        }
        const version = object.metadata.labels?.[`${LABELS}${mode}-version`];
        if (version !== undefined && !isVersion(String(version))) {
          const [minor] = /(?<=^v?1\.)\d+/.exec(String(version)) ?? [];
          yield {
            on: origin,
            path: ['metadata', 'labels', `${LABELS}${mode}-version`],
            message: `${mode}-version is "${version}", which is no version`,
            fix: `write latest${minor === undefined ? ', or a version such as v1.33' : ` or v1.${Number(minor)}`}`,
          };
        }
      }
  },
};
