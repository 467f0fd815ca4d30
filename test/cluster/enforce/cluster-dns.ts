import { readFile } from 'node:fs/promises';
import { resolve } from './attempts';
import { type Lab, type LabPod, until } from './lab';
import { podProgram } from './programs';

/** Where the API server is to pods. */
const API_SERVICE = 'https://10.96.0.1';

/** Runs CoreDNS in the pods of `kube-dns`, which get what they answer from the API server, as any other pod would. */
export async function startClusterDns(lab: Lab): Promise<void> {
  const config = JSON.parse(await readFile(lab.plane.kubeconfig('admin'), 'utf8'));
  config.clusters[0].cluster.server = API_SERVICE;
  const kubeconfig = await lab.plane.write('dns.kubeconfig', JSON.stringify(config));
  const corefile = await lab.plane.write(
    'Corefile',
    `.:53 {
  errors
  kubernetes cluster.local in-addr.arpa {
    kubeconfig ${kubeconfig}
  }
}
`,
  );
  const pods = lab.pods.filter(({ object }) => object.metadata.labels?.['k8s-app'] === 'kube-dns');
  for (const { network } of pods) network.launch('dns', [await podProgram('dns'), '-conf', corefile]);
  for (const pod of pods) await until('CoreDNS answers', () => answers(pod));
}

async function answers({ network }: LabPod): Promise<boolean> {
  await network.said('dns');
  const [outcome] = await resolve(network, [{ protocol: 'UDP', to: 'kubernetes.default.svc.cluster.local.' }]);
  return outcome!.answer !== undefined;
}
