import { existsSync } from 'node:fs';
import { Baseline } from './doctor/baseline';
import { readSettings } from './doctor/read-settings';
import { NO_SETTINGS, type Settings } from './doctor/settings';
import { readText } from './files';
import { inputError } from './input-error';

/** The file that is read where no other is named. */
export const SETTINGS_FILE = 'gridwall.yaml';

/**
 * What the settings file says; without one in the working directory, nothing.
 * @param file has to be there
 * @throws InputError
 */
export function loadSettings(file?: string): Settings {
  if (file === undefined && !existsSync(SETTINGS_FILE) && existsSync('gridwall.yml'))
    throw inputError('input/settings', `the settings are read from ${SETTINGS_FILE}: rename it`, {
      source: 'gridwall.yml',
    });
  const path = file ?? (existsSync(SETTINGS_FILE) ? SETTINGS_FILE : undefined);
  return path === undefined ? NO_SETTINGS : readSettings(readText(path), path);
}

/** @throws InputError when there is none, or it can't be read */
export function loadBaseline(file: string | undefined): Baseline {
  return file === undefined ? Baseline.EMPTY : Baseline.read(readText(file), file);
}
