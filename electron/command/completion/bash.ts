import { listValueFlags, type CompletedCommand, type Offer } from './completion-model.ts';

/**
 * For bash 4 or newer. What the command offers is compared and quoted by hand, because `compgen -W`
 * would carry out a name such as `$(reboot)`.
 */
export function toBashCompletion(commands: readonly CompletedCommand[]): string {
  const valueFlags = listValueFlags();
  return `# Completion of portreeve for bash. Put this into ~/.bashrc:
#   source <(portreeve completion bash)
_portreeve_offer() {
  local line
  while IFS= read -r line; do
    line=\${line%%$'\\t'*}
    [[ -n $line && $line == "$cur"* ]] && COMPREPLY+=("$(printf '%q' "$line")")
  done
}
_portreeve_fixed() {
  local word
  for word in "$@"; do
    [[ $word == "$cur"* ]] && COMPREPLY+=("$word")
  done
}
_portreeve_folders() {
  local line
  compopt -o filenames 2>/dev/null
  while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -d -- "$cur")
}
_portreeve() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} verb='' place=0 i
  COMPREPLY=()
  # bash takes the "=" of --flag=value for a word of its own.
  if [[ $cur == '=' ]]; then
    cur=''
  elif [[ $prev == '=' ]]; then
    prev=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      ${valueFlags.map(({ flag }) => flag).join('|')})
        ((i++))
        [[ \${COMP_WORDS[i]} == '=' ]] && ((i++))
        ;;
      -*) ;;
      *) if [[ -z $verb ]]; then verb=\${COMP_WORDS[i]}; else ((place++)); fi ;;
    esac
  done
  case $prev in
${valueFlags.map(({ flag, value }) => `    ${flag}) ${toAction(value)}; return ;;`).join('\n')}
  esac
  if [[ -z $verb && $cur != -* ]]; then
    _portreeve_fixed ${commands.map(({ verb }) => verb).join(' ')} help
    return
  fi
  if [[ $cur == -* ]]; then
    case $verb in
${commands.map(({ verb, flags }) => `      ${verb}) _portreeve_fixed ${flags.map(({ flag }) => flag).join(' ')} --help ;;`).join('\n')}
      *) _portreeve_fixed --help --version ;;
    esac
    return
  fi
  case $verb:$place in
${commands.flatMap(({ verb, words }) => words.map((word, place) => `    ${verb}:${place}) ${toAction(word)} ;;`)).join('\n')}
  esac
}
complete -F _portreeve portreeve`;
}

function toAction(offer: Offer): string {
  switch (offer.kind) {
    case 'choices':
      return `_portreeve_fixed ${offer.choices.join(' ')}`;
    case 'candidates':
      return `_portreeve_offer < <("$1" complete ${offer.candidates} 2>/dev/null)`;
    case 'folders':
      return '_portreeve_folders';
    case 'nothing':
      return ':';
  }
}
