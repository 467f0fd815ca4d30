/** Labels by which copies of one thing are told apart. */
export const VERSION_LABELS =
  /(^|[/.-])(version|track|stage|release|revision|rev|color|colour|slot|variant|canary|deployment|shard|role|pod-template-hash)$/i;
