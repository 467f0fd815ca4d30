import { describeRule, lines } from '../../support/describe-rule';
import { workload } from '../../support/objects';

const PATH = 'spec.template.spec.containers[0]';
const mounts = (name: string, volumes: object[] = [{ name: 'data', emptyDir: {} }]) =>
  lines(workload({ container: { volumeMounts: [{ name, mountPath: '/data' }] }, pod: { volumes } }));
const claiming = (kind: 'StatefulSet' | 'Deployment') =>
  lines(
    workload({
      kind,
      container: { volumeDevices: [{ name: 'disk', devicePath: '/dev/xvda' }] },
      spec: { volumeClaimTemplates: [{ metadata: { name: 'disk' }, spec: {} }] },
    }),
  );

describeRule('workload/volume-missing', {
  finds: [
    [
      'a slip in the name',
      mounts('dta'),
      `Deployment shop/api ${PATH}.volumeMounts[0].name:1: container api mounts "dta"; the volumes of the pod are data → write name: data`,
    ],
    [
      'a volume that there is not',
      mounts('cache', []),
      `Deployment shop/api ${PATH}.volumeMounts[0].name:1: container api mounts "cache"; the volumes of the pod are none → add a volume cache, or take the mount away`,
    ],
    [
      'a claim of what claims nothing',
      claiming('Deployment'),
      `Deployment shop/api ${PATH}.volumeDevices[0].name:1: container api mounts "disk"; the volumes of the pod are none → add a volume disk, or take the mount away`,
    ],
  ],
  isSilentOn: [
    ['a volume of the pod', mounts('data')],
    ['what a StatefulSet claims for each pod', claiming('StatefulSet')],
    ['no mounts', lines(workload())],
  ],
});
