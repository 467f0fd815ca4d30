import { formatPosition } from '../manifest/manifest';
import type { Answer } from '../reach/answer';

/** The smallest change that would deny what is allowed, or may be; undefined where policies have no say. */
export function howToDeny({ verdict, parts, egress, ingress }: Answer): string | undefined {
  if (verdict === 'denied' || verdict === 'not applicable') return undefined;
  if (parts) return [...new Set(parts.flatMap((part) => howToDeny(part) ?? []))].join('; and ') || undefined;
  const rules = [ingress, egress].find((side) => side?.admittedBy.length)?.admittedBy;
  if (rules)
    return `narrow ${rules.map(({ policy, rule, position }) => `${rule} of NetworkPolicy ${policy} (${formatPosition(position)})`).join(' and ')}`;
  if (ingress && !ingress.isolated)
    return `add a NetworkPolicy that selects ${ingress.of} for ingress, and admits only who may`;
  return egress && !egress.isolated
    ? `add a NetworkPolicy that selects ${egress.of} for egress, and admits only what may be reached`
    : undefined;
}
