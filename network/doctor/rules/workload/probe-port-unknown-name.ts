import { isSlip, nearest } from '../../../route/nearest';
import type { Rule } from '../../rule';
import { deployment } from './example';
import { declaredPorts, portsText, probedPorts } from './probes';

const PORTS = 'ports: [{ name: http, containerPort: 8080 }]\n          ';

export const probePortUnknownName: Rule = {
  id: 'workload/probe-port-unknown-name',
  severity: 'error',
  summary: 'A probe asks a named port that its container does not have.',
  why: 'The kubelet looks the name up in the ports of the same container. Where it is not there, the probe fails: the pod never becomes ready, or is restarted again and again.',
  fix: 'Write the name of a port of the container, or its number.',
  bad: deployment(`${PORTS}readinessProbe: { httpGet: { path: /, port: web } }`),
  good: deployment(`${PORTS}readinessProbe: { httpGet: { path: /, port: http } }`),
  *check(examined) {
    for (const { template, container, probe, path, port } of probedPorts(examined)) {
      if (typeof port !== 'string' || /^\d+$/.test(port)) continue;
      const ports = declaredPorts(container);
      if (ports.some(({ name }) => name === port)) continue;
      const names = ports.flatMap(({ name }) => (typeof name === 'string' ? name : []));
      const slip = nearest(port, names);
      const right = slip ?? (ports.length === 1 ? (ports[0]!.name ?? ports[0]!.containerPort) : names[0]);
      yield {
        on: template.manifest.origin,
        path,
        message: `${probe} of ${container.kind} ${container.name} asks the port named "${port}"; its ports are ${portsText(ports)}`,
        fix: right === undefined ? `name a port of the container ${port}, or write its number` : `write port: ${right}`,
        ...(slip !== undefined && isSlip(port, slip) && { edits: [{ path, value: slip }] }),
      };
    }
  },
};
