import { namespaceLabels } from '../cluster/cluster';
import type { PolicyRule } from '../cluster/network-policy';
import { meets, type Requirement } from '../cluster/selector';
import { formatPosition } from '../manifest/manifest';
import { peersText, policyReference, type RuleFit, ruleFits, ruleReference, type SideQuestion } from './explain-side';
import { formatPeer, formatPort } from './peer';

/** The smallest change found that makes the policies of a refusing side admit the connection. */
export function remedy(question: SideQuestion): string | undefined {
  const { policies, direction, port, other } = question;
  if (!policies.length) return undefined;
  const fits = ruleFits(question);
  const place = (fit: RuleFit) => {
    const { policy, rule, position } = ruleReference(fit, direction);
    return `${rule} of NetworkPolicy ${policy} (${formatPosition(position)})`;
  };
  const missesPort = fits.find(({ peer, port: named }) => peer === 'all' && !named);
  if (missesPort) return `add ${formatPort(port)} to the ports of ${place(missesPort)}`;
  for (const fit of fits.filter((candidate) => candidate.port)) {
    const labels = missingLabels(fit.rule, fit.policy.namespace, question);
    if (labels) return `label ${formatPeer(other)} ${labels}: ${place(fit)} admits ${peersText(fit.rule)}`;
  }
  const policy = policies.find((candidate) => candidate[direction]!.length) ?? policies[0]!;
  const { policy: name, position } = policyReference(policy);
  const end = direction === 'ingress' ? 'from' : 'to';
  return `add a rule ${end} ${formatPeer(other)} on ${formatPort(port)} to NetworkPolicy ${name} (${formatPosition(position)}), or a policy of its own`;
}

/** Labels that would make the pods at the other end match a peer of the rule, when labels alone can. */
function missingLabels(
  { peers = [] }: PolicyRule,
  policyNamespace: string,
  { other, namespaces }: SideQuestion,
): string | undefined {
  if (other.kind !== 'pods') return undefined;
  const { namespace, labels } = other.pods;
  for (const peer of peers) {
    if ('block' in peer) continue;
    const { namespaceSelector, podSelector } = peer;
    const inNamespace = namespaceSelector
      ? namespaceSelector.requirements.every((requirement) =>
          meets(requirement, namespaces.get(namespace) ?? namespaceLabels(namespace)),
        )
      : namespace === policyNamespace;
    const missing = podSelector.requirements.filter((requirement) => !meets(requirement, labels));
    if (inNamespace && missing.every(canBeLabelled)) return missing.map(labelText).join(',');
  }
  return undefined;
}

function canBeLabelled({ operator }: Requirement): boolean {
  return operator === 'In' || operator === 'Exists';
}

function labelText({ key, values }: Requirement): string {
  return `${key}=${values[0] ?? ''}`;
}
