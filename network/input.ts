import { readPaths } from './files';
import { type ConstructScope, isConstructScope, readApp } from './manifest/app';
import { readManifests } from './manifest/source-reader';
import { Network } from './question/network';

/** A cdk8s `App`, `Chart` or other construct, a file or folder, YAML or JSON text, or a network that was made before. */
export type NetworkInput = ConstructScope | string | Network;

/**
 * The network that the input describes. A string of several lines, or one that starts like JSON, is text; any other is a path.
 * @throws InputError when it can't be read, or the API server would refuse it
 */
export function readNetwork(input: NetworkInput): Network {
  if (input instanceof Network) return input;
  if (isConstructScope(input)) return Network.of(readApp(input).manifests);
  if (typeof input !== 'string')
    throw new TypeError(`${String(input)} is no network; give an App, a Chart, a path, or YAML text`);
  return Network.of((isText(input) ? readManifests(input, 'text') : readPaths([input])).manifests);
}

/** Whether a string is text rather than a path. */
export function isText(input: string): boolean {
  return input.includes('\n') || /^\s*[{[]/.test(input);
}
