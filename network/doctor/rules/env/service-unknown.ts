import { missingServices } from '../../missing-service';
import type { Rule } from '../../rule';
import { clientOf } from './example';

export const serviceUnknown: Rule = {
  id: 'env/service-unknown',
  severity: 'warning',
  summary: 'A container connects to a name of the cluster that no Service of the input has.',
  why: 'Unless something else makes that Service, such as an operator or another chart, the name does not resolve and every connection fails.',
  fix: 'Make the Service, or write the name of one that is there.',
  bad: clientOf('http://inventory'),
  good: clientOf('http://api'),
  *check(examined) {
    for (const { connection, isSlip } of missingServices(examined)) {
      const { template, path, where, host, answer } = connection;
      if (!isSlip)
        yield {
          on: template.manifest.origin,
          path,
          message: `${where} names ${host}: ${answer.reason}`,
          fix: answer.remedy ?? 'make the Service, or write the name of one that is there',
        };
    }
  },
};
