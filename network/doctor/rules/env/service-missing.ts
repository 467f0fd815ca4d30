import { missingServices } from '../../missing-service';
import type { Rule } from '../../rule';
import { clientOf } from './example';

export const serviceMissing: Rule = {
  id: 'env/service-missing',
  severity: 'error',
  summary: 'A container connects to a name that no Service has, and it is plain which one was meant.',
  why: 'The name does not resolve for these pods: it has a slip in it, the Service is in another namespace, or only pods have it. Every connection fails.',
  fix: 'Write the name of the Service, with its namespace where that is another one.',
  bad: clientOf('http://apis'),
  good: clientOf('http://api'),
  *check(examined) {
    for (const { connection, isSlip } of missingServices(examined)) {
      const { template, path, where, host, answer } = connection;
      if (isSlip)
        yield {
          on: template.manifest.origin,
          path,
          message: `${where} names ${host}, which does not resolve: ${answer.reason}`,
          fix: answer.remedy ?? `write a name that the pods have under ${answer.service?.name}`,
        };
    }
  },
};
