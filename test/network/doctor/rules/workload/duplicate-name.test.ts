import { describeRule, lines } from '../../support/describe-rule';
import { workload } from '../../support/objects';

const sidecar = (name: string, more: object = {}) => ({ name, image: 'registry.example/proxy:1.4.2', ...more });

describeRule('workload/duplicate-name', {
  finds: [
    [
      'an init container with the name of a container',
      lines(workload({ pod: { initContainers: [sidecar('api')] } })),
      'Deployment shop/api spec.template.spec.containers[0].name:1: another container is called api already → write another name for this container',
    ],
    [
      'a volume twice',
      lines(
        workload({
          pod: {
            volumes: [
              { name: 'tmp', emptyDir: {} },
              { name: 'tmp', emptyDir: {} },
            ],
          },
        }),
      ),
      'Deployment shop/api spec.template.spec.volumes[1].name:1: another volume is called tmp already → write another name for this volume',
    ],
    [
      'a port name twice in a container',
      lines(
        workload({
          container: {
            ports: [
              { name: 'dns', containerPort: 53 },
              { name: 'dns', containerPort: 53, protocol: 'UDP' },
            ],
          },
        }),
      ),
      'Deployment shop/api spec.template.spec.containers[0].ports[1].name:1: another port is called dns already → write another name for this port',
    ],
  ],
  isSilentOn: [
    [
      'a port name in two containers',
      lines(
        workload({
          container: { ports: [{ name: 'http', containerPort: 8080 }] },
          pod: { initContainers: [sidecar('proxy', { ports: [{ name: 'http', containerPort: 8081 }] })] },
        }),
      ),
    ],
    ['ports without names', lines(workload({ container: { ports: [{ containerPort: 80 }, { containerPort: 81 }] } }))],
    ['a volume with the name of a container', lines(workload({ pod: { volumes: [{ name: 'api', emptyDir: {} }] } }))],
  ],
});
