import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { history, refusals } from '../../../oracle/pod-security';
import { PODS } from './pods';

/** `npm run test:oracle -- --goldens` writes it anew. */
const upstream = load(readFileSync(join(__dirname, 'upstream.yaml'), 'utf8')) as Record<string, string[]>;

describe('the Pod Security Standards of every version', () => {
  it('are held to what Kubernetes says of each of these pods', () =>
    expect(Object.keys(upstream)).toEqual(Object.keys(PODS)));

  it.each(Object.entries(PODS))('take a pod as Kubernetes does: %s', (name, pod) =>
    expect(history(refusals(pod))).toEqual(upstream[name]));
});
