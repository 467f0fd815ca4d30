import type { Examined } from '../examined';
import { LEVELS, type Level, type Version } from './control';
import type { Standard } from './standards';

export const LABELS = 'pod-security.kubernetes.io/';
const VERSION = /^v1\.(0|[1-9]\d*)$/;

/** What a namespace refuses pods by; undefined where it does not say, or what it says is refused itself. */
export function enforcedIn({ cluster }: Examined, namespace: string): Standard | undefined {
  const labels = cluster.namespaces.get(namespace);
  const level = labels?.[`${LABELS}enforce`];
  const version = labels?.[`${LABELS}enforce-version`];
  if (!isLevel(level) || !(version === undefined || isVersion(version))) return undefined;
  return { level, ...(version !== undefined && version !== 'latest' && { version: minorOf(version) }) };
}

/** Whether a namespace says anything of the level of its pods. */
export function hasLevel({ cluster }: Examined, namespace: string): boolean {
  return cluster.namespaces.get(namespace)?.[`${LABELS}enforce`] !== undefined;
}

export function isLevel(text: string | undefined): text is Level {
  return LEVELS.some((level) => level === text);
}

export function isVersion(text: string): boolean {
  return text === 'latest' || VERSION.test(text);
}

function minorOf(version: string): Version {
  return Number(VERSION.exec(version)![1]);
}
