/** Marks what is taken away after the lab: one `kubectl delete -l` finds exactly that. */
export const CLEAN_UP = { 'clean-up': 'echo-demo' } as const;
