/**
 * Resolves to the signal that first tells the process to stop; the second one does not wait.
 * To be imported before anything else: without a handler SIGTERM ends the process as if it had failed.
 */
export const toldToStop = new Promise<NodeJS.Signals>((resolve) => {
  let told = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (told) process.exit(1);
      told = true;
      resolve(signal);
    });
  }
});
