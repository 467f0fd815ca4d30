import { relative, resolve } from 'node:path';
import type { Severity } from './rule';

/** A severity, or `off`: the rule is not asked. */
export type Level = Severity | 'off';

/** What `gridwall.yaml` says. */
export interface Settings {
  /** Instead of each rule's own severity. */
  readonly rules: ReadonlyMap<string, Level>;
  /** For some files only; the last that fits wins. */
  readonly overrides: readonly Override[];
  /** File of findings that are known. */
  readonly baseline?: string;
}

export interface Override {
  /** What `fits` was made of. */
  readonly paths: readonly string[];
  /** @param path of a file, from the folder of the settings, with `/` between its parts */
  readonly fits: (path: string) => boolean;
  readonly rules: ReadonlyMap<string, Level>;
}

export const NO_SETTINGS: Settings = { rules: new Map(), overrides: [] };

/** Tells the level that a rule has for a file. */
export class Levels {
  private readonly bySource = new Map<string, readonly Override[]>();

  /** @param folder that paths are taken from @default - the working directory */
  constructor(
    private readonly settings: Settings,
    private readonly folder: string = process.cwd(),
  ) {}

  of(id: string, severity: Severity, source: string): Level {
    const override = this.overridesOf(source).findLast(({ rules }) => rules.has(id));
    return override?.rules.get(id) ?? this.settings.rules.get(id) ?? severity;
  }

  /** Whether no file has it. */
  isOff(id: string): boolean {
    const { rules, overrides } = this.settings;
    return rules.get(id) === 'off' && overrides.every((override) => (override.rules.get(id) ?? 'off') === 'off');
  }

  /** Patterns of overrides that are for none of these files. */
  pathsOfNothing(sources: readonly string[]): string[] {
    const { overrides } = this.settings;
    const used = new Set(overrides.length ? [...new Set(sources)].flatMap((source) => this.overridesOf(source)) : []);
    return overrides.filter((override) => !used.has(override)).flatMap(({ paths }) => paths);
  }

  private overridesOf(source: string): readonly Override[] {
    if (!this.settings.overrides.length) return [];
    let overrides = this.bySource.get(source);
    if (!overrides) {
      const path = relative(this.folder, resolve(source)).replaceAll('\\', '/');
      overrides = this.settings.overrides.filter(({ fits }) => fits(path));
      this.bySource.set(source, overrides);
    }
    return overrides;
  }
}
