import { describeRule, lines } from '../../support/describe-rule';
import { service, workload } from '../../support/objects';

const withSpec = (spec: Record<string, unknown>) => lines(workload(), service({ selector: { app: 'api' }, ...spec }));
const fix = 'write ports, such as [{ port: 80, targetPort: … }], or clusterIP: None if the name alone is wanted';

describeRule('service/no-ports', {
  finds: [
    [
      'none',
      withSpec({}),
      `Service shop/api spec.ports:3: a Service of type ClusterIP needs at least one port → ${fix}`,
    ],
    [
      'an empty list',
      withSpec({ type: 'NodePort', ports: [] }),
      `Service shop/api spec.ports:3: a Service of type NodePort needs at least one port → ${fix}`,
    ],
  ],
  isSilentOn: [
    ['a port', withSpec({ ports: [{ port: 80 }] })],
    ['a headless Service', withSpec({ clusterIP: 'None' })],
    ['a name for a host outside', withSpec({ type: 'ExternalName', externalName: 'a.example.com' })],
  ],
});
