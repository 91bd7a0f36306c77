/** Asks again until there is an answer; fails with what was waited for after `withinMs`. */
export async function eventually<Value>(
  ask: () => Value | undefined | Promise<Value | undefined>,
  what: string,
  withinMs = 10_000,
): Promise<Value> {
  const untilMs = performance.now() + withinMs;
  for (;;) {
    const value = await ask();
    if (value !== undefined) return value;
    if (performance.now() > untilMs) throw new Error(`waited ${withinMs} ms in vain for ${what}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 25);
    });
  }
}
