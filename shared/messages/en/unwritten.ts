/** Said where the answer itself cannot be written; apart, because it is said at once. */
export const unwritten =
  'portreeve: the answer could not be written ({code}), so it is not complete. Look whether the disk is full.';
