import { asFields } from '../pod-template';
import type { Control, Violation } from './control';
import { asTexts, inContext, type PodContainer } from './pod';

/** What container runtimes give anyway, without NET_RAW. */
const USUAL = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

export const capabilities: Control = {
  id: 'capabilities_baseline',
  level: 'baseline',
  *check({ containers }) {
    for (const holder of containers) yield* added(holder, USUAL);
  },
};

export const capabilitiesRestricted: Control = {
  id: 'capabilities_restricted',
  level: 'restricted',
  since: 22,
  replaces: 'capabilities_baseline',
  *check({ containers, isWindows }, version) {
    if (isWindows && version >= 25) return;
    for (const holder of containers) {
      const drop = asTexts(asFields(holder.securityContext.capabilities).drop);
      if (!drop.includes('ALL'))
        yield {
          ...inContext(holder, 'capabilities', 'drop'),
          message: 'capabilities.drop has no ALL',
          fix: 'write capabilities: { drop: [ALL] }',
          value: ['ALL'],
        };
      yield* added(holder, ['NET_BIND_SERVICE']);
    }
  },
};

function* added(holder: PodContainer, allowed: readonly string[]): Generator<Violation> {
  for (const [index, one] of asTexts(asFields(holder.securityContext.capabilities).add).entries())
    if (!allowed.includes(one))
      yield {
        ...inContext(holder, 'capabilities', 'add', index),
        message: `capability ${one} is added`,
        fix: `take ${one} out of capabilities.add`,
      };
}
