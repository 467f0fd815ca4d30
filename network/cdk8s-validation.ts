/** For `validations:` of `cdk8s.yaml`. What it costs is in docs/doctor.md: `Doctor.of(app).check()` needs no such file. */
import { diagnosisOf, isAtLeast } from './doctor/diagnosis';
import type { Severity } from './doctor/rule';
import { codeText } from './doctor/rule-texts';
import { refuseUnknownOptions, severityOf } from './doctor-options';
import { loadBaseline, loadSettings } from './doctor-settings';
import { scanPaths } from './files';
import { groupBy } from './group-by';
import { findingsText } from './text/findings-text';

/** What cdk8s-cli gives a plugin, as far as it matters here. */
export interface ValidationContext {
  /** Paths of the manifests. */
  readonly manifests: readonly string[];
  readonly report: {
    addViolation(violation: {
      readonly ruleName: string;
      readonly recommendation: string;
      readonly fix: string;
      readonly violatingResources: readonly {
        readonly resourceName: string;
        readonly locations: readonly string[];
        readonly manifestPath: string;
      }[];
    }): void;
    submit(status: 'success' | 'failure'): void;
  };
  readonly logger: { log(message: string): void };
}

export interface DoctorValidationProps {
  /** The least grave finding that fails the synth. @default - 'warning' */
  readonly failOn?: Severity;
}

const PLUGIN = 'the gridwall validation';

/** `gridwall check` as a plugin of cdk8s-cli; `gridwall.yaml` of the working directory holds here, too. */
export class DoctorValidation {
  private readonly failOn: Severity;

  /**
   * @param properties as `cdk8s.yaml` has them
   * @throws TypeError for properties that there are not, and a severity that is none
   */
  constructor(properties: DoctorValidationProps = {}) {
    refuseUnknownOptions(PLUGIN, properties, ['failOn']);
    this.failOn = severityOf(PLUGIN, properties.failOn ?? 'warning');
  }

  async validate({ manifests, report, logger }: ValidationContext): Promise<void> {
    const settings = loadSettings();
    const diagnosis = diagnosisOf(scanPaths(manifests), { settings, baseline: loadBaseline(settings.baseline) });
    const grave = diagnosis.findings.filter((finding) => isAtLeast(finding, this.failOn));
    for (const [ruleName, findings] of groupBy(grave, ({ rule }) => rule))
      report.addViolation({
        ruleName,
        recommendation: codeText(ruleName)!.summary,
        fix: [...new Set(findings.map(({ fix }) => fix))].join('; '),
        violatingResources: findings.map(({ manifest, field, position, message }) => ({
          resourceName: manifest?.object.metadata.name ?? position.source,
          locations: [`${field ? `${field}: ` : ''}${message}`],
          manifestPath: position.source,
        })),
      });
    if (grave.length) logger.log([...findingsText(diagnosis)].join(''));
    report.submit(grave.length ? 'failure' : 'success');
  }
}
