import { type Diagnosis, diagnosisOf, refuseUnread, someAtLeast } from './doctor/diagnosis';
import type { Finding } from './doctor/finding';
import type { Severity } from './doctor/rule';
import { loadBaseline, loadSettings } from './doctor-settings';
import { scanPaths } from './files';
import { isText } from './input';
import { inputError } from './input-error';
import { type ConstructScope, isConstructScope, scanApp } from './manifest/app';
import type { Reading, Scan } from './manifest/reading';
import { scanManifests } from './manifest/source-reader';
import { findingsText } from './text/findings-text';

/** A cdk8s `App`, `Chart` or other construct, a file or folder, YAML or JSON text, or what was read before. */
export type DoctorInput = ConstructScope | string | Reading;

export interface DoctorOptions {
  /** The file of settings. @default - `gridwall.yaml` of the working directory, if it is there */
  readonly config?: string;
}

/** Findings that are too grave to go on. */
export class DoctorError extends Error {
  constructor(
    readonly findings: readonly Finding[],
    message: string,
  ) {
    super(message);
    this.name = 'DoctorError';
  }
}

/** Looks manifests over for mistakes of wiring: once, when it is first asked. */
export class Doctor {
  private diagnosed?: Diagnosis;

  private constructor(
    private readonly scan: () => Scan,
    private readonly options: DoctorOptions,
  ) {}

  /** @param input of a string of several lines, or one that starts like JSON, the text; of any other, the path */
  static of(input: DoctorInput, options: DoctorOptions = {}): Doctor {
    if (typeof input !== 'string' && !isConstructScope(input) && !Array.isArray(input?.manifests))
      throw new TypeError(`the doctor can not look at ${String(input)}; give an App, a Chart, a path, or YAML text`);
    refuseUnknownOptions(options, ['config']);
    return new Doctor(() => scan(input), options);
  }

  /**
   * What was found, under the settings.
   * @throws InputError when a path or the settings can't be read, or there is no manifest; what is wrong with manifests is a finding
   */
  get diagnosis(): Diagnosis {
    this.diagnosed ??= this.diagnose();
    return this.diagnosed;
  }

  /** What counts: what is ignored, or in the baseline, is left out. */
  get findings(): readonly Finding[] {
    return this.diagnosis.findings;
  }

  /** The findings as `gridwall check` prints them. */
  get text(): string {
    return [...findingsText(this.diagnosis)].join('');
  }

  /**
   * Lets pass what has no finding as grave as that.
   * @throws DoctorError with all findings
   */
  check(failOn: Severity = 'warning'): void {
    if (someAtLeast(this.findings, failOn)) throw new DoctorError(this.findings, this.text);
  }

  private diagnose(): Diagnosis {
    const settings = loadSettings(this.options.config);
    const scan = this.scan();
    refuseUnread(scan);
    if (!scan.manifests.length && !scan.problems.length)
      throw inputError('input/missing', 'there is no Kubernetes object to look at; ask when all charts are made');
    return diagnosisOf(scan, { settings, baseline: loadBaseline(settings.baseline) });
  }
}

/** @throws TypeError for a name that is spelled wrong, which would go unseen */
export function refuseUnknownOptions(options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new TypeError(`there is no "${unknown}" here; the keys are ${known.join(', ')}`);
}

function scan(input: DoctorInput): Scan {
  if (isConstructScope(input)) return scanApp(input);
  if (typeof input !== 'string') return { problems: [], ...input };
  return isText(input) ? scanManifests(input, 'text') : scanPaths([input]);
}
