import { describeRule, lines } from '../../support/describe-rule';
import { service, workload } from '../../support/objects';

const set = (serviceName?: string) => workload({ kind: 'StatefulSet', name: 'db', spec: { serviceName } });
const headless = (name: string, app = 'db') =>
  service({ name, clusterIP: 'None', selector: { app }, ports: [{ port: 5432 }] });

describeRule('workload/governing-service', {
  finds: [
    [
      'the name of none, and knows the one that is meant',
      lines(set('db-hl'), headless('db-headless')),
      'StatefulSet shop/db spec.serviceName:1: there is no Service db-hl in namespace shop → write serviceName: db-headless',
    ],
    [
      'a Service that nobody made',
      lines(set('db'), service({ name: 'api', selector: { app: 'db' }, ports: [{ port: 80 }] })),
      'StatefulSet shop/db spec.serviceName:1: there is no Service db in namespace shop → make a Service db with clusterIP: None that selects the pods',
    ],
    [
      'a Service with an address of its own',
      lines(set('db'), service({ name: 'db', selector: { app: 'db' }, ports: [{ port: 5432 }] })),
      'StatefulSet shop/db spec.serviceName:1: Service db is not headless, so its pods have no names that every cluster knows → write clusterIP: None into Service db, or name another Service that has it',
    ],
    [
      'a Service of other pods',
      lines(set('db'), headless('db', 'api'), workload()),
      'StatefulSet shop/db spec.serviceName:1: Service db selects app=api, not these pods → let Service db select the labels of the pods',
    ],
  ],
  isSilentOn: [
    ['its headless Service', lines(set('db'), headless('db'))],
    ['a namespace without any Service: the input is but a part', lines(set('db'))],
    ['no serviceName, which newer clusters take', lines(set())],
    [
      'a Service that is refused for a fault of its own',
      lines(set('db'), service({ name: 'db', ports: [{ port: 0 }] })),
    ],
  ],
});
