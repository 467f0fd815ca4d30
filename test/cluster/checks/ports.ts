import type { Live } from '../state/live';
import { idOf, type KubeObject, type System } from '../state/system';

/** Ports of Services, and of probes, that no container of the pods behind them declares: there kwok can't tell. */
export function ports(system: System, live: Live): string[] {
  return [...system.ofKind('Service').flatMap((one) => ofService(one, live)), ...probes(system, live)];
}

function ofService(service: KubeObject, live: Live): string[] {
  const { namespace, name } = service.metadata;
  const ips = live.slicesOf(namespace, name).flatMap(({ endpoints }) => endpoints ?? []);
  const behind = ips.map(({ targetRef }) => live.find(`Pod ${namespace}/${targetRef?.name}`)).filter(Boolean);
  return (service.spec.ports ?? []).flatMap(({ port, targetPort = port }: KubeObject) => {
    const without = behind.filter((pod) => !declares(pod, targetPort));
    return without.length
      ? [`${idOf(service)} leads to port ${targetPort}, which ${idOf(without[0])} does not declare`]
      : [];
  });
}

function probes(system: System, live: Live): string[] {
  return system.ofKind('Deployment', 'StatefulSet', 'Pod').flatMap((workload) => {
    const owner = live.find(idOf(workload));
    const [pod] = owner ? live.podsOf(owner) : [];
    const used: KubeObject[] = (pod?.spec.containers ?? []).flatMap((container: KubeObject) =>
      [container.readinessProbe, container.livenessProbe, container.startupProbe].flatMap(
        (probe) => (probe?.httpGet ?? probe?.tcpSocket)?.port ?? [],
      ),
    );
    const undeclared = used.filter((port) => !declares(pod, port));
    return undeclared.length ? [`${idOf(workload)} is probed at port ${undeclared[0]}, which it does not declare`] : [];
  });
}

function declares(pod: KubeObject, port: number | string): boolean {
  return pod.spec.containers.some(({ ports = [] }: KubeObject) =>
    ports.some(({ name, containerPort }: KubeObject) => port === containerPort || port === name),
  );
}
