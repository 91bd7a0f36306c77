import { config } from 'zod/v4/core';

// Zod compiles schemas with `new Function` where it may; here the policy forbids it, and even the
// attempt would be reported as a violation. Imported before every schema.
config({ jitless: true });
