/** The colours of the window as a canvas wants them: computed, in the theme that is in force. */
export interface Colours {
  readonly ink: string;
  readonly muted: string;
  readonly hairline: string;
  readonly paper: string;
  readonly accent: string;
  readonly conflict: string;
  readonly expected: string;
  readonly waiting: string;
  readonly onBar: string;
  readonly font: string;
}

/** Reads the colours as they are at this element. */
export function readColours(place: HTMLElement): Colours {
  const probe = document.createElement('span');
  place.append(probe);
  const read = (name: string): string => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const colours = {
    ink: read('ink'),
    muted: read('muted'),
    hairline: read('hairline'),
    paper: read('paper'),
    accent: read('accent'),
    conflict: read('conflict'),
    expected: read('expected'),
    waiting: read('waiting'),
    onBar: read('on-accent'),
    font: getComputedStyle(probe).fontFamily,
  };
  probe.remove();
  return colours;
}
