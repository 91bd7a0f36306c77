import type { CompletedCommand, CompletedFlag, Offer } from './completion-model.ts';

/** For zsh, sourced or as the file `_portreeve` of its function path. */
export function toZshCompletion(commands: readonly CompletedCommand[]): string {
  return `#compdef portreeve
# Completion of portreeve for zsh. Put this into ~/.zshrc, behind compinit:
#   source <(portreeve completion zsh)
_portreeve_offer() {
  local line
  local -a values texts
  for line in "\${(@f)$("$_portreeve_command" complete $1 2>/dev/null)}"; do
    [[ -z $line ]] && continue
    values+=("\${line%%$'\\t'*}")
    texts+=("\${line//$'\\t'/  }")
  done
  compadd -l -d texts -a values
}
_portreeve() {
  local curcontext="$curcontext" _portreeve_command="$words[1]" state state_descr line
  typeset -A opt_args
  _arguments -C '(- *)'{-h,--help} '(- *)'{-v,--version} '1: :->command' '*:: :->rest'
  case $state in
    command)
      local -a verbs
      verbs=(
${commands.map(({ verb, text }) => `        ${quote(`${verb}:${text}`)}`).join('\n')}
      )
      _describe -t commands portreeve verbs
      ;;
    rest)
      case $words[1] in
${commands.map(toCase).join('\n')}
      esac
      ;;
  esac
}
if [[ $funcstack[1] == _portreeve ]]; then
  _portreeve "$@"
else
  compdef _portreeve portreeve
fi`;
}

function toCase({ verb, flags, words }: CompletedCommand): string {
  const specs = [
    ...flags.map(toFlagSpec),
    ...words.map((word, index) => quote(`${index + 1}: :${toAction(word)}`)),
  ];
  return `        ${verb}) _arguments ${specs.join(' ')} ;;`;
}

function toFlagSpec({ flag, value, text }: CompletedFlag): string {
  const explained = text.replaceAll(/[\\[\]:]/g, String.raw`\$&`);
  return quote(
    value === undefined ? `${flag}[${explained}]` : `${flag}=[${explained}]: :${toAction(value)}`,
  );
}

function toAction(offer: Offer): string {
  switch (offer.kind) {
    case 'choices':
      return `(${offer.choices.join(' ')})`;
    case 'candidates':
      return `{_portreeve_offer ${offer.candidates}}`;
    case 'folders':
      return '_files -/';
    case 'nothing':
      return ' ';
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
