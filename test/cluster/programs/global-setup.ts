import { Programs } from './build';

/** Before the first test file: builds what is not built yet. A failure ends the run. */
export default async function globalSetup(): Promise<void> {
  await Programs.built();
}
