/** A test that never ends, for the test of what is left when it is interrupted. */
import { writeSync } from 'node:fs';
import { Lab } from './lab';
import { CLUSTER_DNS } from './neighbours';

it('waits to be interrupted', async () => {
  const lab = await Lab.start(['192.0.2.10']);
  await lab.apply(CLUSTER_DNS);
  await lab.joinPods();
  for (const { network, address } of lab.pods) await lab.listen(network, address, 'dns', [53]);
  await lab.enforce('drop');
  const networks = [lab.node, lab.outside, ...lab.pods.map(({ network }) => network)].map(({ pid }) => pid);
  writeSync(1, `left=${JSON.stringify({ folder: lab.folder, networks })}\n`);
  await new Promise(() => {});
});
