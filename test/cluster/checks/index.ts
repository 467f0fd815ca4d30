import type { Live } from '../state/live';
import type { System } from '../state/system';
import { budgets } from './budgets';
import { endpoints } from './endpoints';
import { names } from './names';
import { policies } from './policies';
import { ports } from './ports';
import { readiness } from './readiness';
import { routes } from './routes';
import { secrets } from './secrets';
import { sets } from './sets';

/** What is wrong with a system as it runs, in sentences; nothing, if all is well. */
export type Check = (system: System, live: Live) => string[];

/** Each check by its name. They look at a state only; none asks the cluster. */
export const CHECKS = { readiness, endpoints, ports, names, secrets, policies, routes, sets, budgets } as const;
export type CheckName = keyof typeof CHECKS;

/** All that all checks say. */
export function problemsOf(system: System, live: Live): string[] {
  return Object.values(CHECKS).flatMap((check) => check(system, live));
}
