import { asFields } from '../pod-template';
import type { Control } from './control';
import { inContext } from './pod';

const TYPES = ['container_t', 'container_init_t', 'container_kvm_t'];
const TYPES_SINCE_31 = [...TYPES, 'container_engine_t'];

export const seLinux: Control = {
  id: 'seLinuxOptions',
  level: 'baseline',
  *check({ holders }, version) {
    const types = version >= 31 ? TYPES_SINCE_31 : TYPES;
    for (const holder of holders) {
      const options = asFields(holder.securityContext.seLinuxOptions);
      for (const field of ['type', 'user', 'role']) {
        const value = options[field];
        if (value && !(field === 'type' && types.includes(String(value))))
          yield {
            ...inContext(holder, 'seLinuxOptions', field),
            message: `seLinuxOptions.${field} is ${value}`,
            fix: `take seLinuxOptions.${field} away`,
          };
      }
    }
  },
};
