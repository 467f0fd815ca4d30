/** What Ingresses do with a URL. */
import type { Cluster } from '../cluster/cluster';
import { groupBy } from '../group-by';
import { type Choice, chooseRule, hostRank, ruleText } from './host-rule';
import { controllerPods, type Ingress, ingresses, REWRITE_TARGET } from './ingress';
import { mayBeIngressNginx } from './ingress-class';
import { nginxRegex } from './path-match';
import { answerOf, type ControllerAnswer, type RouteAnswer } from './route-answer';

/** One answer for each class of Ingresses that takes the URL. */
export function ingressAnswers(cluster: Cluster, url: URL): ControllerAnswer[] {
  return [...groupBy(ingresses(cluster), ({ className }) => className).values()].flatMap((ofClass) => {
    const answer = ofRules(cluster, url, ofClass) ?? ofDefault(cluster, url, ofClass);
    return answer ? { answer, controllers: controllerPods(cluster, ofClass[0]!) } : [];
  });
}

function ofRules(cluster: Cluster, url: URL, ofClass: readonly Ingress[]): RouteAnswer | undefined {
  const choice = chooseRule(
    ofClass.flatMap(({ rules }) => rules),
    url.hostname,
    url.pathname,
  );
  if (!choice) return undefined;
  const [first] = choice.rules;
  const text = ruleText(first!);
  const refs = choice.doubt ? choice.rules.flatMap(({ backends }) => backends) : first!.backends;
  return answerOf(cluster, { text, ...first! }, refs, stepsOf(cluster, url, choice), choice.doubt);
}

function stepsOf(cluster: Cluster, url: URL, { rules, behind }: Choice<Ingress>): string[] {
  const rule = rules[0]!;
  const ingress = rule.owner;
  const host = rule.host === undefined ? 'every host' : `host ${rule.host}`;
  const steps = [`${classText(ingress)}: ${rule.subject} has a rule for ${host}`];
  if (behind.length) steps.push(`${ruleText(rule)} goes before ${behind.map(ruleText).join(', ')}`);
  if (rule.pathType === 'ImplementationSpecific')
    steps.push(
      rule.isRegex
        ? `ingress-nginx reads ${rule.path} as a regular expression`
        : `the controller decides what ImplementationSpecific means; the usual ones read ${rule.path || '/'} as a prefix`,
    );
  steps.push(...tlsSteps(url, ingress));
  const target = ingress.annotations[REWRITE_TARGET];
  if (target !== undefined && mayBeIngressNginx(cluster, ingress.className))
    steps.push(rewriteStep(target, rule.isRegex ? rule.path : '/', url.pathname));
  return steps;
}

function classText({ className }: Ingress): string {
  return className === undefined
    ? 'the controller of Ingresses without a class'
    : `the controller of class ${className}`;
}

function tlsSteps({ protocol, hostname }: URL, { tls, namespace }: Ingress): string[] {
  const entry = tls.find(({ hosts }) => !hosts.length || hosts.some((host) => (hostRank(host, hostname) ?? 0) > 0));
  if (protocol === 'http:')
    return entry
      ? [
          'the host has TLS, so the controller may redirect http to https (ingress-nginx does, unless ssl-redirect is "false")',
        ]
      : [];
  if (!entry) return [`no entry of spec.tls has ${hostname}: the controller shows the certificate it has by default`];
  const secret = entry.secret ? `with Secret ${namespace}/${entry.secret}` : 'with the certificate of the controller';
  return [`TLS ends at the controller, ${secret}`];
}

/** The path that the backend gets: groups of a regular expression fill `$1`, all else is the same for every request. */
function rewriteStep(target: string, rulePath: string, path: string): string {
  const groups = nginxRegex(rulePath)?.exec(path) ?? [];
  const rewritten = target.replace(/\$(\d)/g, (_, number) => groups[Number(number)] ?? '');
  const loses = !target.includes('$') && path !== target ? ', as it does for every path of this Ingress' : '';
  return `rewrite-target ${target} of ingress-nginx: the backend sees ${rewritten} for ${path}${loses}`;
}

/** Requests that no rule matches, where a default backend takes them. */
function ofDefault(cluster: Cluster, url: URL, ofClass: readonly Ingress[]): RouteAnswer | undefined {
  const all = ofClass.filter(({ defaultBackend }) => defaultBackend);
  const ofHost = all.filter(({ rules }) => rules.some(({ host }) => (hostRank(host, url.hostname) ?? 0) > 0));
  const candidates = ofHost.length ? ofHost : all;
  const [first] = candidates;
  if (!first) return undefined;
  const names = candidates.map(({ namespace, name }) => `Ingress ${namespace}/${name}`);
  const deciding = {
    text: `the default backend of ${names[0]}`,
    origin: first.origin,
    field: ['spec', 'defaultBackend'],
  };
  const doubt = candidates.length > 1 ? `${names.join(' and ')} each have a default backend` : undefined;
  const steps = [`${classText(first)}: no rule of its Ingresses matches`];
  return answerOf(
    cluster,
    deciding,
    candidates.map(({ defaultBackend }) => defaultBackend!),
    steps,
    doubt,
  );
}

/** Rules of the URL's host, none of which has the path. */
export function ingressRulesOfHost(cluster: Cluster, { hostname }: URL): string[] {
  return ingresses(cluster).flatMap(({ rules }) =>
    rules.filter(({ host }) => hostRank(host, hostname) !== undefined).map(ruleText),
  );
}
