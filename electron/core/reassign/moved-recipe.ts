import type { LaunchRecipe } from '../host-processes.ts';

/** Flags after which programs take the number of their port. */
const PORT_FLAG = /^(--?(?:port|listen|http-port|bind|addr|address|host-port)|-p|-P|-l)$/;

/**
 * The same start with another port, in the places where the arguments or the `PORT` of the
 * environment name the old one; undefined where neither does, since then nobody knows.
 */
export function toMovedRecipe(
  recipe: LaunchRecipe,
  from: number,
  to: number,
): LaunchRecipe | undefined {
  const [program = '', ...rest] = recipe.argv;
  const moved = rest.map((argument, index) => moveArgument(argument, rest[index - 1], from, to));
  const isMovedByArgument = moved.some((argument, index) => argument !== rest[index]);
  const isMovedByEnv = recipe.env['PORT'] === String(from);
  if (!isMovedByArgument && !isMovedByEnv) return undefined;
  return {
    ...recipe,
    argv: [program, ...moved],
    env: isMovedByEnv ? { ...recipe.env, PORT: String(to) } : recipe.env,
  };
}

function moveArgument(
  argument: string,
  before: string | undefined,
  from: number,
  to: number,
): string {
  if (argument === String(from)) {
    // A bare number may be anything; after a flag for ports, or as the last word of
    // `python -m http.server 8000`, it is the port.
    const isNamed = before !== undefined && (PORT_FLAG.test(before) || !before.startsWith('-'));
    return isNamed ? String(to) : argument;
  }
  const ending =
    /^(--?[\w-]*(?:port|listen|bind|addr(?:ess)?)=(?:.*:)?|[\w.:[\]*-]*:|PORT=|-p)(\d+)$/i.exec(
      argument,
    );
  return ending?.[2] === String(from) ? `${ending[1] ?? ''}${to}` : argument;
}
