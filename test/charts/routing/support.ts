import type { Construct } from 'constructs';
import {
  type IServiceBackend,
  type RouteRule,
  Routes,
  RoutesApi,
  type RoutesProps,
  ServiceBackend,
} from '../../../charts';
import { render } from '../../support/synth';

/** A Service called so, with port 8080 and a second one called "admin"; the same one where it is asked for again. */
export function backend(scope: Construct, serviceName: string, namespace?: string): IServiceBackend {
  const id = `${serviceName}.${namespace ?? ''}`;
  const made = scope.node.tryFindChild(id) as IServiceBackend | undefined;
  const servicePorts = [
    { name: 'http', port: 8080 },
    { name: 'admin', port: 9000 },
  ];
  return made ?? ServiceBackend.fromServiceBackendAttributes(scope, id, { serviceName, namespace, servicePorts });
}

export const NAMESPACE = 'shop';

type Rule = Omit<RouteRule, 'backend' | 'backends'> & { to?: string };
type Settings = Partial<Omit<RoutesProps, 'rules'>> & { rules?: Rule[] };

/** What routes render whose rules name their Services by "name" or "name.namespace". */
export function routes({ rules = [{ host: 'a.example', to: 'web' }], ...props }: Settings) {
  return render(
    (chart) => {
      const backends = rules.map(({ to, ...rule }) => {
        const [name, namespace] = to?.split('.') ?? [];
        return { ...rule, ...(name && { backend: backend(chart, name, namespace) }) };
      });
      const api = RoutesApi.INGRESS;
      new Routes(chart, 'routes', { api, name: 'web', className: 'nginx', rules: backends, ...props });
    },
    { namespace: NAMESPACE },
  );
}
