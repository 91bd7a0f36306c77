import type { CompletedCommand, CompletedFlag, Offer } from './completion-model.ts';

/** For fish 3 or newer. */
export function toFishCompletion(commands: readonly CompletedCommand[]): string {
  const verbs = commands.map(({ verb }) => verb).join(' ');
  return `# Completion of portreeve for fish:
#   portreeve completion fish > ~/.config/fish/completions/portreeve.fish
complete -c portreeve -f
complete -c portreeve -n 'not __fish_seen_subcommand_from ${verbs}' -s h -l help
complete -c portreeve -n 'not __fish_seen_subcommand_from ${verbs}' -s v -l version
${commands.map((command) => toLines(command, verbs).join('\n')).join('\n')}`;
}

function toLines({ verb, text, flags, words }: CompletedCommand, verbs: string): readonly string[] {
  const within = `complete -c portreeve -n '__fish_seen_subcommand_from ${verb}'`;
  return [
    `complete -c portreeve -n 'not __fish_seen_subcommand_from ${verbs}' -a ${verb} -d ${quote(text)}`,
    ...flags.map((flag) => `${within} ${toFlag(flag)}`),
    // fish knows no place of a word; what was chosen is not offered again.
    ...words.flatMap((word) => {
      const offered = toOffered(word);
      if (offered === undefined) return [];
      if (word.kind !== 'choices') return [`${within} ${offered}`];
      const chosen = `__fish_seen_subcommand_from ${word.choices.join(' ')}`;
      return [
        `complete -c portreeve -n '__fish_seen_subcommand_from ${verb}; and not ${chosen}' ${offered}`,
      ];
    }),
  ];
}

function toFlag({ flag, value, text }: CompletedFlag): string {
  const start = `-l ${flag.slice(2)} -d ${quote(text)}`;
  if (value === undefined) return start;
  return `${start} -x ${toOffered(value) ?? ''}`.trimEnd();
}

function toOffered(offer: Offer): string | undefined {
  switch (offer.kind) {
    case 'choices':
      return `-a '${offer.choices.join(' ')}'`;
    case 'candidates':
      return `-a '(portreeve complete ${offer.candidates} 2>/dev/null)'`;
    case 'folders':
      return "-a '(__fish_complete_directories (commandline -ct))'";
    case 'nothing':
      return undefined;
  }
}

function quote(text: string): string {
  return `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`;
}
