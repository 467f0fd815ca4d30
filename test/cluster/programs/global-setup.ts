import { buildJudge } from '../../oracle/judge';
import { buildPodPrograms } from '../enforce/programs';
import { mustHaveNetworks } from '../enforce/requirements';
import { Programs } from './build';
import { mustBeThere } from './requirements';

/** Before the first test file: looks for what the system must have, and builds what is not built yet. A failure ends the run. */
export default async function globalSetup(): Promise<void> {
  mustBeThere();
  mustHaveNetworks();
  await Programs.built();
  await buildPodPrograms();
  buildJudge();
}
