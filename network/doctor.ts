import { inspect } from 'node:util';
import { type Diagnosis, diagnosisOf, isAtLeast } from './doctor/diagnosis';
import type { Finding } from './doctor/finding';
import type { Severity } from './doctor/rule';
import { refuseUnknownOptions, severityOf } from './doctor-options';
import { loadBaseline, loadSettings } from './doctor-settings';
import { scanPaths } from './files';
import { isText } from './input';
import { inputError } from './input-error';
import { type ConstructScope, isConstructScope, scanApp } from './manifest/app';
import { type Reading, type Scan, withoutMissing } from './manifest/reading';
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

  /**
   * @param input of a string of several lines, or one that starts like JSON, the text; of any other, the path
   * @throws TypeError for what is none of these, and for options that there are not
   */
  static of(input: DoctorInput, options: DoctorOptions = {}): Doctor {
    if (!isInput(input))
      throw new TypeError(
        `${inspect(input, { depth: 0 })} holds no manifests; give an App, a Chart, a path, YAML text, or what was read before`,
      );
    refuseUnknownOptions('Doctor.of', options, ['config']);
    return new Doctor(() => scan(input), options);
  }

  /**
   * What was found, under the settings.
   * @throws InputError when a path or the settings can't be read, or nothing is there to look at; what is wrong with manifests is a
   * finding
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
   * @throws TypeError for a severity that is none
   */
  check(failOn: Severity = 'warning'): void {
    const least = severityOf('check', failOn);
    if (this.findings.some((finding) => isAtLeast(finding, least))) throw new DoctorError(this.findings, this.text);
  }

  private diagnose(): Diagnosis {
    const settings = loadSettings(this.options.config);
    return diagnosisOf(withoutMissing(this.scan()), { settings, baseline: loadBaseline(settings.baseline) });
  }
}

function isInput(input: unknown): boolean {
  const { manifests, passedOver } = (input ?? {}) as Partial<Reading>;
  return (
    typeof input === 'string' || isConstructScope(input) || (Array.isArray(manifests) && Array.isArray(passedOver))
  );
}

function scan(input: DoctorInput): Scan {
  const found = read(input);
  if (found.manifests.length || found.problems.length) return found;
  // Nothing is wrong with nothing: it would pass whatever was meant.
  const source = isConstructScope(input) ? `app${input.node.path && ` ${input.node.path}`}` : 'input';
  throw inputError('input/missing', 'no Kubernetes object to look at', { source });
}

function read(input: DoctorInput): Scan {
  if (isConstructScope(input)) return scanApp(input);
  if (typeof input !== 'string') return { problems: [], ...input };
  return isText(input) ? scanManifests(input, 'text') : scanPaths([input]);
}
