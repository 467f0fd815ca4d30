/** Preloaded into a server under test: on SIGUSR2 collects garbage and writes the bytes that are still in use. */
process.on('SIGUSR2', () => {
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  process.stderr.write(`${JSON.stringify({ inUse: heapUsed + external })}\n`);
});
