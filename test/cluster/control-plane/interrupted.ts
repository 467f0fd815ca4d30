/** A test that never ends, for the test of what is left when it is interrupted. */
import { writeSync } from 'node:fs';
import { ControlPlane } from './control-plane';

it('waits to be interrupted', async () => {
  const plane = await ControlPlane.start({ nodes: 1 });
  writeSync(1, `folder=${plane.folder}\n`);
  await new Promise(() => {});
});
