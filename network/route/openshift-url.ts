/** What OpenShift's router does with a URL. */
import type { Cluster } from '../cluster/cluster';
import { chooseRule, ruleText } from './host-rule';
import { openShiftRoutes, routerPods } from './openshift-route';
import { answerOf, type ControllerAnswer, type RouteAnswer } from './route-answer';

export function openShiftAnswers(cluster: Cluster, url: URL): ControllerAnswer[] {
  const answer = ofRouter(cluster, url);
  return answer ? [{ answer, controllers: routerPods(cluster) }] : [];
}

function ofRouter(cluster: Cluster, url: URL): RouteAnswer | undefined {
  const rules = openShiftRoutes(cluster)
    .filter(({ tls }) => url.protocol === 'http:' || tls)
    .flatMap((route) => route.rules);
  const choice = chooseRule(rules, url.hostname, url.pathname);
  if (!choice) return undefined;
  const { doubt } = choice;
  const rule = choice.rules[0]!;
  const { tls } = rule.owner;
  const text = ruleText(rule);
  const position = rule.origin.locate(rule.field);
  const steps = [`the OpenShift router: ${rule.subject} has host ${rule.host}`];
  if (url.protocol === 'https:') steps.push(`TLS: ${tls!.termination}`);
  if (url.protocol === 'http:' && tls && !doubt) {
    if (tls.insecure === 'Redirect')
      return { verdict: 'redirects', backends: [], steps, reason: `${text} redirects http to https`, position };
    if (tls.insecure !== 'Allow')
      return { verdict: 'not applicable', backends: [], steps, reason: `${text} serves https alone`, position };
  }
  const refs = doubt ? choice.rules.flatMap(({ backends }) => backends) : rule.backends;
  return answerOf(cluster, { text, ...rule }, refs, steps, doubt);
}
