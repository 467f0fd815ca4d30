import { asFields } from '../pod-template';
import type { Control } from './control';
import { inContext, isGiven } from './pod';

const ALLOWED = ['RuntimeDefault', 'Localhost'];
const ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';

export const appArmor: Control = {
  id: 'appArmorProfile',
  level: 'baseline',
  *check({ annotations, holders }) {
    for (const holder of holders) {
      const { appArmorProfile } = holder.securityContext;
      const { type } = asFields(appArmorProfile);
      if (isGiven(appArmorProfile) && !ALLOWED.includes(String(type)))
        yield {
          ...inContext(holder, 'appArmorProfile', 'type'),
          message: `appArmorProfile.type is ${type || 'not given'}`,
          fix: 'write appArmorProfile: { type: RuntimeDefault }',
        };
    }
    for (const [name, value] of Object.entries(annotations))
      if (name.startsWith(ANNOTATION) && !/^($|runtime\/default$|localhost\/)/.test(String(value)))
        yield {
          path: ['metadata', 'annotations', name],
          message: `annotation ${name} is ${value}`,
          fix: `take annotation ${name} away`,
        };
  },
};
