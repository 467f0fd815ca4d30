/** Preloaded into a server: says on standard error when it begins to handle SIGTERM, and whether that is early. */
const { writeSync } = require('node:fs');

process.on('newListener', (event) => {
  const when = process.moduleLoadList.includes('NativeModule http') ? 'after' : 'before';
  if (event === 'SIGTERM') writeSync(2, `handles SIGTERM ${when} it has loaded http\n`);
});
