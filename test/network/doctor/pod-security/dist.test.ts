import { subjectOf } from '../../../../network/cluster/cluster';
import { podOf } from '../../../../network/doctor/pod-security/pod';
import { violationsOf } from '../../../../network/doctor/pod-security/standards';
import { podTemplateOf } from '../../../../network/doctor/pod-template';
import { scanPaths } from '../../../../network/files';

describe('the pods in dist/', () => {
  it('keep to restricted, but for the two that show ports of nodes', () => {
    const templates = scanPaths(['dist']).manifests.flatMap((manifest) => podTemplateOf(manifest) ?? []);
    const refused = templates.flatMap((template) => {
      const violations = violationsOf(podOf(template), { level: 'restricted' });
      const controls = new Set(violations.map(({ control }) => control));
      return controls.size ? `${subjectOf(template.manifest.object)}: ${[...controls].join(', ')}` : [];
    });
    expect(refused).toEqual([
      'Pod host-ports/nginx-hostport: hostPorts',
      'Pod host-ports/nginx-hostnetwork: hostNamespaces, capabilities_restricted, runAsNonRoot, runAsUser',
    ]);
  });
});
