import { nearest } from '../../../route/nearest';
import type { Fields, PodTemplate } from '../../pod-template';
import type { Rule } from '../../rule';
import { deployment } from './example';
import { declaredPorts, portsText, probedPorts } from './probes';

const PORTS = 'ports: [{ containerPort: 8080 }]\n          ';

export const probePortUndeclared: Rule = {
  id: 'workload/probe-port-undeclared',
  severity: 'warning',
  summary: 'A probe asks a number that no container of the pod declares, though they declare others.',
  why: 'Declaring ports is optional, so it may work by luck; a number unlike those that are declared, or beside a container that declares none, is but worth knowing. Mostly the number is an old one, or that of the Service: the pod never becomes ready, or is restarted again and again.',
  fix: 'Write the port that the container listens on, or declare the port.',
  bad: deployment(`${PORTS}readinessProbe: { httpGet: { path: /, port: 80 } }`),
  good: deployment(`${PORTS}readinessProbe: { httpGet: { path: /, port: 8080 } }`),
  *check(examined) {
    for (const { template, container, probe, path, port } of probedPorts(examined)) {
      const number = Number(port);
      const own = declaredPorts(container);
      // The containers of a pod share its address: a sidecar may answer.
      const all = template.containers.flatMap(declaredPorts);
      if (!own.length || !Number.isInteger(number) || all.some(({ containerPort }) => containerPort === number))
        continue;
      yield {
        on: template.manifest.origin,
        path,
        message: `${probe} of ${container.kind} ${container.name} asks port ${number}, which no container of the pod declares; it declares ${portsText(own)}`,
        fix: `write port: ${[...new Set(own.map(({ containerPort }) => containerPort))].join(' or ')}, or declare ${number} if the container listens there`,
        ...(!(isSlip(String(number), own) && isComplete(template)) && { severity: 'info' as const }),
      };
    }
  },
};

/** Whether no container of the pod is silent about its ports, and may listen on the number. */
function isComplete({ containers }: PodTemplate): boolean {
  return containers.every((container) => container.kind === 'init container' || declaredPorts(container).length > 0);
}

/** Whether the number looks like one that is declared. Ports for probes alone mostly do not, and are there all the same. */
function isSlip(number: string, declared: readonly Fields[]): boolean {
  const numbers = declared.map(({ containerPort }) => String(containerPort));
  return nearest(number, numbers) !== undefined || numbers.some((one) => one.endsWith(number) || number.endsWith(one));
}
