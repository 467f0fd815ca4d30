#!/usr/bin/env node
import { run } from './run';

// Not process.exit: what is written to a pipe would be cut off.
run(process.argv.slice(2), process).then((exitCode) => {
  process.exitCode = exitCode;
});
