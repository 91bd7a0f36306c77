import type { Container } from './container.ts';

/** `shop/web`: the service that a container of Compose runs, whatever the container is called. */
export function toComposeName({ composeProject, composeService }: Container): string | undefined {
  return composeProject === undefined || composeService === undefined
    ? undefined
    : `${composeProject}/${composeService}`;
}

/** Names the container's work for as long as possible: by its service, else by its own name. */
export function toLastingName(container: Container): string {
  return toComposeName(container) ?? container.name;
}
