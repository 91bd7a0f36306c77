/** What a bad value should have been. */
export type Wanted =
  | 'port'
  | 'ports'
  | 'port-or-name'
  | 'protocol'
  | 'scope'
  | 'interval'
  | 'way'
  | 'seconds'
  | 'range'
  | 'address'
  | 'count'
  | 'name'
  | 'place'
  | 'expression'
  | 'folder'
  | 'watch-port-act'
  | 'shell'
  | 'candidates'
  | 'leased'
  | 'service'
  | 'ttl'
  | 'pid'
  | 'command'
  | 'command-line'
  | 'variable'
  | 'flag'
  | 'wait'
  | 'time'
  | 'text';

/** Why a command line is not understood. */
export type ArgumentProblem =
  | { readonly kind: 'no-command' }
  /** `meant`: the line that was probably meant. */
  | { readonly kind: 'unknown'; readonly argument: string; readonly meant?: string }
  | { readonly kind: 'not-here'; readonly flag: string; readonly verb: string }
  | { readonly kind: 'not-together'; readonly flag: string; readonly other: string }
  /** Of which nothing can be known. */
  | { readonly kind: 'in-future'; readonly flag: string; readonly value: string }
  /** A kill whose only answer is a document, and nobody has agreed to it. */
  | { readonly kind: 'json-unagreed' }
  | { readonly kind: 'value-missing'; readonly flag: string; readonly wanted: Wanted }
  | {
      readonly kind: 'value-bad';
      readonly flag: string;
      readonly value: string;
      readonly wanted: Wanted;
    };
