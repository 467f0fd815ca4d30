import { dirname, join } from 'node:path';
import picomatch from 'picomatch';
import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { INPUT_ERROR_CODES, InputError } from '../input-error';
import { YamlFile } from '../manifest/yaml-file';
import { nearest } from '../route/nearest';
import { DUPLICATE } from './contested';
import { IGNORE_RULES } from './ignore-rules';
import { SEVERITIES } from './rule';
import { RULES } from './rules';
import type { Level, Override, Settings } from './settings';

/** Ids that settings may name. */
export const SETTABLE: readonly string[] = [...[...RULES, ...IGNORE_RULES].map(({ id }) => id), DUPLICATE];
export const LEVELS: readonly Level[] = ['off', ...SEVERITIES];

/**
 * Reads `gridwall.yaml`.
 * @param source names it in positions; its folder is where the baseline lies
 * @throws InputError naming all that is wrong in it
 */
export function readSettings(text: string, source: string): Settings {
  const reader = new Reader(text, source, 'input/settings');
  const settings = reader.read(dirname(source));
  if (reader.problems.length) throw new InputError(reader.problems);
  return settings;
}

class Reader extends YamlFile {
  read(folder: string): Settings {
    const fields = this.map(this.contents ?? undefined, 'the settings are a map', ['rules', 'overrides', 'baseline']);
    const baseline = fields.has('baseline') ? this.text(fields.get('baseline'), '"baseline" is a file') : undefined;
    return {
      rules: this.levels(fields.get('rules')),
      overrides: this.list(fields.get('overrides'), '"overrides" is a list').map((item) => this.override(item)),
      ...(baseline && { baseline: join(folder, baseline) }),
    };
  }

  private override(item: Node): Override {
    const fields = this.map(item, 'an override is a map of paths and rules', ['paths', 'rules']);
    for (const key of ['paths', 'rules'])
      if (!fields.has(key)) this.fail(`an override has paths and rules; "${key}" is missing`, item);
    const hint = 'a path is a pattern such as "legacy/**"';
    const paths = this.list(fields.get('paths'), '"paths" is a list').map((path) => this.text(path, hint));
    return { paths, fits: picomatch(paths.filter(Boolean), { dot: true }), rules: this.levels(fields.get('rules')) };
  }

  private levels(node: Node | undefined): Map<string, Level> {
    const levels = new Map<string, Level>();
    for (const [id, value] of this.map(node, '"rules" is a map of rules and their levels', SETTABLE)) {
      const level = LEVELS.find((one) => isScalar(value) && one === value.value);
      if (level) levels.set(id, level);
      else this.fail(`"${id}" is ${LEVELS.join(', ')}`, value);
    }
    return levels;
  }

  private map(node: Node | undefined, hint: string, known: readonly string[]): Map<string, Node> {
    if (isMap(node)) return this.fields(node, known);
    if (node && !(isScalar(node) && node.value === null)) this.fail(hint, node);
    return new Map();
  }

  private list(node: Node | undefined, hint: string): Node[] {
    if (isSeq(node)) return node.items as Node[];
    if (node) this.fail(hint, node);
    return [];
  }

  private text(node: Node | undefined, hint: string): string {
    if (isScalar(node) && typeof node.value === 'string' && node.value.trim()) return node.value.trim();
    this.fail(hint, node);
    return '';
  }

  protected override unknown(name: string, known: readonly string[]): string {
    if (known !== SETTABLE) return super.unknown(name, known);
    return noSuchRule(name, 'can not be switched: the API server refuses the object');
  }
}

/** Why a name is none of a rule, and which may be meant. */
export function noSuchRule(name: string, ofInput: string): string {
  if (Object.hasOwn(INPUT_ERROR_CODES, name)) return `"${name}" ${ofInput}`;
  const meant = nearest(name, SETTABLE);
  return `there is no rule "${name}"${meant ? `; "${meant}" may be meant` : ''}`;
}
