import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump, loadAll } from 'js-yaml';

const NAMESPACE = 'instance-0';

/**
 * What the other variants start from, made of what the constructs render for one instance: only its namespace differs
 * from one instance to the next.
 * @param yaml of the instance "instance-0"
 * @returns where to find the module for raw.cjs, the Helm chart and, by number of instances, the kustomization
 */
export function writeTemplates(folder, yaml, sizes) {
  const objects = loadAll(yaml);
  return {
    objects: writeObjects(join(folder, 'objects.cjs'), objects),
    helmChart: writeHelmChart(join(folder, 'helm'), yaml),
    kustomization: writeKustomizations(join(folder, 'kustomize'), objects, sizes),
  };
}

function writeObjects(file, objects) {
  const literals = JSON.stringify(objects, null, 2).replaceAll(JSON.stringify(NAMESPACE), 'namespace');
  writeFileSync(file, `module.exports = (namespace) => ${literals};\n`);
  return file;
}

function writeHelmChart(folder, yaml) {
  mkdirSync(join(folder, 'templates'), { recursive: true });
  writeFileSync(join(folder, 'Chart.yaml'), dump({ apiVersion: 'v2', name: 'bench', version: '0.1.0' }));
  writeFileSync(join(folder, 'values.yaml'), dump({ instances: 0 }));
  const instance = yaml.replaceAll(NAMESPACE, 'instance-{{ $i }}');
  writeFileSync(
    join(folder, 'templates/instances.yaml'),
    `{{- range $i := until (int .Values.instances) }}\n---\n${instance}{{- end }}\n`,
  );
  return folder;
}

/** One base, an overlay an instance that sets the namespace, and a kustomization over as many of them as are wanted. */
function writeKustomizations(folder, objects, sizes) {
  const write = (name, kustomization) => {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, 'kustomization.yaml'), dump(kustomization));
  };
  write('base', { resources: ['objects.yaml'] });
  const bare = objects.map(({ metadata: { namespace, ...metadata }, ...object }) => ({ ...object, metadata }));
  writeFileSync(join(folder, 'base/objects.yaml'), bare.map((object) => dump(object)).join('---\n'));

  const overlays = Array.from({ length: Math.max(...sizes) }, (_, i) => `instance-${i}`);
  for (const namespace of overlays) write(namespace, { namespace, resources: ['../base'] });
  for (const size of sizes) write(`of-${size}`, { resources: overlays.slice(0, size).map((name) => `../${name}`) });
  return (size) => join(folder, `of-${size}`);
}
