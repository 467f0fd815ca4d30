import type { FieldPath } from '../../../manifest/manifest';
import type { Examined } from '../../examined';
import { asFields, asList, type Container, type Fields } from '../../pod-template';

const PROBES = ['startupProbe', 'livenessProbe', 'readinessProbe'];
const HOOKS = ['postStart', 'preStop'];

/** A port that the kubelet connects to. */
export interface ProbedPort {
  readonly container: Container;
  /** `readinessProbe` */
  readonly probe: string;
  /** From the object to the port. */
  readonly path: FieldPath;
  readonly port: unknown;
}

/** The ports of every probe and hook that asks the container itself. */
export function* probedPorts(
  examined: Examined,
): Generator<{ template: Examined['podTemplates'][number] } & ProbedPort> {
  for (const template of examined.podTemplates)
    for (const container of template.containers) {
      const lifecycle = asFields(container.fields.lifecycle);
      const checks = [
        ...PROBES.map((name) => [[name], container.fields[name]] as const),
        ...HOOKS.map((name) => [['lifecycle', name], lifecycle[name]] as const),
      ];
      for (const [names, value] of checks)
        for (const way of ['httpGet', 'tcpSocket', 'grpc']) {
          const { port, host } = asFields(asFields(value)[way]);
          if (port === undefined || port === null || host) continue;
          yield { template, container, probe: names.at(-1)!, path: [...container.path, ...names, way, 'port'], port };
        }
    }
}

/** The ports that a container declares. */
export function declaredPorts({ fields }: Container): readonly Fields[] {
  return asList(fields.ports);
}

/** `80 (http), 9090`; `none`. */
export function portsText(ports: readonly Fields[]): string {
  return ports.map(({ name, containerPort }) => `${containerPort}${name ? ` (${name})` : ''}`).join(', ') || 'none';
}
