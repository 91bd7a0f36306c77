/** Sentences that the tray, the windows and the command share. */
export const common = {
  'app.name': 'Portreeve',
  /** Between the members of a list within a sentence. */
  'list.separator': ', ',
  /** Between sentences that stand in one line. */
  'list.clause-separator': '; ',

  'summary.conflicts': '{count, plural, one {# conflict} other {# conflicts}}',
  'summary.listeners': '{count, plural, =0 {no listeners} one {# listener} other {# listeners}}',
  'summary.calm': 'All ports as expected',
  'summary.nothing-watched': 'No ports watched yet',
  'summary.paused': 'Watching is paused',
  'summary.starting': 'Reading the ports',
  'summary.not-watching': 'Not watching: the scan failed',
  'summary.undetermined':
    '{count, plural, one {# port cannot be judged} other {# ports cannot be judged}}',
  'summary.down': '{count, plural, one {# service is down} other {# services are down}}',

  'verdict.free': 'free',
  'verdict.expected': 'as expected',
  'verdict.held': 'held by Portreeve',
  'verdict.conflict': 'conflict',
  'verdict.undetermined': 'cannot tell',
  'verdict.failing': 'failing',
  'verdict.down': 'down',
  'conflict.squatted': 'Squatted',
  'conflict.split': 'Split',
  'conflict.shadowed': 'Shadowed',
  'conflict.outgoing': 'In use',
  'conflict.reserved': 'Reserved',
  'conflict.excluded': 'Kept by Windows',
  'conflict.claimed-twice': 'Claimed twice',
  'conflict.drifted': 'Elsewhere',
  'conflict-sentence.squatted': 'held by {holder}, expected {expected}',
  'conflict-sentence.squatted-elsewhere':
    'held by {holder}, expected {expected}, which listens on {port} meanwhile',
  'conflict-sentence.shared':
    '{holder} shares the port with the service: each connection reaches one or the other',
  'conflict-sentence.split-reaches-squatter':
    'localhost reaches {holder} on {squatterAddress}; the service has only {serviceAddress}',
  'conflict-sentence.split-reaches-service':
    'localhost reaches the service on {serviceAddress}, but {holder} answers on {squatterAddress}',
  'conflict-sentence.shadowed':
    '{holder} gets the connections to {squatterAddress}; the service has the rest of {serviceAddress}',
  'verdict.free-closing':
    'free, but {count, plural, one {# connection is} other {# connections are}} still closing: some programs cannot use the port for up to a minute',
  'verdict.free-kept':
    'free, but {program} (pid {pid}) still has {count, plural, one {a connection} other {# connections}} of before on it: programs that do not ask for address reuse (SO_REUSEADDR) cannot use the port meanwhile',
  'verdict.free-kept-hidden':
    'free, but a process hidden from you still has {count, plural, one {a connection} other {# connections}} of before on it: programs that do not ask for address reuse (SO_REUSEADDR) cannot use the port meanwhile',
  'conflict-sentence.outgoing':
    'used by {program} for a connection to {remote}; it is free again when that ends',
  'conflict-sentence.outgoing-hidden':
    'used for a connection to {remote} by a process hidden from you; it is free again when that ends',
  'conflict-sentence.half-closed':
    '{program} (pid {pid}) still has its end of a closed connection open; it is free again when that closes it or ends',
  'conflict-sentence.half-closed-hidden':
    'a process hidden from you still has its end of a closed connection open; it is free again when that closes it or ends',
  'conflict-sentence.in-use-elsewhere': '{sentence}; meanwhile its service listens on {port}',
  'conflict-sentence.reserved': 'ports below {from} need administrator rights',
  'conflict-sentence.excluded': 'Windows keeps ports {from}\u2013{to} for itself',
  'conflict-sentence.claimed-twice': '{other} is set to the same port',
  'conflict-sentence.drifted': 'free, but its service listens on {port}',
  'undetermined.not-scanned': 'not read yet',
  'undetermined.scan-failed': 'cannot tell: the scan failed',
  'undetermined.scan-partial': 'cannot tell: part of the ports could not be read',
  'undetermined.owner-hidden': 'held by a process of {user} that is hidden from you',
  'undetermined.container-unknown':
    'cannot tell: a container\u2019s port, and its engine has not said of which',
  'undetermined.owner-unclear':
    'cannot tell: too little could be read of the process that holds it',

  'rule.anybody': 'anybody',
  'rule.executable': '{executable}',
  'rule.command': 'a command like {pattern}',
  'rule.project': 'a process in {folder}',
  'rule.container': 'the container {name}',

  'scan-failure.not-found': 'The system does not show its ports here.',
  'scan-failure.not-permitted': 'The system does not let Portreeve read the ports.',
  'scan-failure.timed-out': 'Reading the ports took too long.',
  'scan-failure.unreadable': 'The system\u2019s list of ports could not be understood.',
  'scan-failure.unsupported-platform': 'Portreeve cannot read ports on this system yet.',
  'scan-failure.next':
    'What is shown is from the last good reading. Portreeve goes on trying by itself.',

  // Written so that `port` may be one port or a range of them.
  'passed-over.in-use': '{port} in use',
  'passed-over.in-use-by': '{port} in use by {by}',
  'passed-over.watched': '{port} watched for another service',
  'passed-over.watched-by': '{port} watched for {by}',
  'passed-over.privileged': '{port} for administrators only',
  'passed-over.not-permitted': '{port} not permitted by the system',
  'passed-over.current': '{port} its port now',
  'passed-over.leased': '{port} leased to another service',
  'passed-over.excluded': '{port} in a range that the system gives to nobody',
  'passed-over.reserved': '{port} kept by the administrator for another program',
  'passed-over.browser-blocked': '{port} blocked by browsers',
  'passed-over.well-known': '{port} usual for another program',
  'passed-over.well-known-by': '{port} usual for {by}',
  'passed-over.recently-taken': '{port} taken a moment ago',
  'passed-over.contested': '{port} often in conflict, so others come first',
  'passed-over.given-last': '{port} chosen the last time',
  'passed-over.untestable': '{port} not tested, because the system has no sockets left',
  'passed-over.more': '{count} more',

  'reassign.reassigned':
    '{name} moves to port {to}: {files} {count, plural, one {is} other {are}} changed. Restart {name} to use it.',
  'reassign.running':
    '{name} moved and runs on port {to} now, {seconds, number, ::.0} s after its start. {files} {count, plural, one {is} other {are}} changed.',
  'reassign.not-ended':
    '{files} {count, plural, one {is} other {are}} changed for port {to}, but {holder} did not give up the old port, so nothing was started. Restart {name} yourself, or undo the move.',
  'reassign.not-started':
    '{files} {count, plural, one {is} other {are}} changed for port {to}, but {name} does not run. {reason} Start it yourself, or undo the move.',
  'reassign.not-up':
    '{files} {count, plural, one {is} other {are}} changed and {name} was started, but nobody listens on port {to} after {seconds} s. Its output says why; the move can be undone.',
  'reassign.not-up-taken':
    '{files} {count, plural, one {is} other {are}} changed and {name} was started, but after {seconds} s it is {holder} that listens on port {to}. Undo the move, or choose another port.',
  'reassign.not-up-old':
    '{files} {count, plural, one {is} other {are}} changed and {name} was started, but after {seconds} s it listens on its old port {from}, not on {to}: it takes its port from somewhere else. Undo the move, or name that place in its watched port.',
  'reassign.not-awaited':
    '{files} {count, plural, one {is} other {are}} changed and {name} was started. Whether it listens on port {to} was not waited for.',
  'reassign.changed': 'A file or the port changed since you looked. Nothing was written.',
  'reassign.port-taken': 'Port {port} was taken in the meantime. Nothing was written; look again.',
  'reassign.write-failed': '{file} could not be written. Nothing was changed. {reason}',
  'reassign.stuck':
    'Only part of it could be written, and {file} could not be put back. Its earlier text is in {backup}.',
  'reassign.token-expired': 'That plan is too old. Nothing was written; look again.',
  'reassign-refusal.unknown-watched-port': 'This port is not watched any more.',
  'reassign-refusal.no-config-target':
    'Portreeve does not know where the port of {name} is written. Name the file in Settings.',
  'reassign-refusal.no-free-port':
    'None of the other ports can be had: {reasons}. Choose others in Settings.',
  'reassign-refusal.no-system-port':
    'The system has no port to give. Close connections, or choose ports in Settings.',
  'reassign-refusal.edit-refused': '{file} is left alone: {reason}',
  'edit-refusal.file-missing': 'the file does not exist.',
  'edit-refusal.file-unreadable': 'the file cannot be read.',
  'edit-refusal.file-not-regular': 'it is not an ordinary file.',
  'edit-refusal.file-too-large': 'it is larger than 1 MiB, or as YAML than 256 KiB.',
  'edit-refusal.file-not-utf8': 'it is not UTF-8 text.',
  'edit-refusal.key-missing': 'there is no {key} in it.',
  'edit-refusal.key-duplicated': '{key} is set more than once.',
  'edit-refusal.value-differs': '{key} is not {port}.',
  'edit-refusal.value-not-plain': 'the value of {key} is not a plain number.',
  'edit-refusal.file-encrypted':
    'it is sealed with SOPS, which a change would break. Change it with sops.',
  'edit-refusal.syntax-invalid': 'it cannot be understood. Correct its syntax first.',
  'edit-refusal.several-documents': 'it holds several documents. Use a pattern instead.',
  'edit-refusal.line-too-long': 'the line is too long to be shown.',
  'edit-refusal.value-shared':
    'the value of {key} is shared with another place by an anchor, alias or merge. Change it by hand.',
  'edit-refusal.value-tagged': 'the value of {key} has a tag that may turn it into something else.',
  'edit-refusal.value-template':
    'the value of {key} is filled in elsewhere. Change it where it comes from.',
  'edit-refusal.value-range': '{key} is a range of several ports. Change it by hand.',
  'edit-refusal.value-ambiguous':
    'the value of {key} can be read in more than one way. Change it by hand.',
  'edit-refusal.container-port-only':
    '{key} names only the port inside the container. Write it as host:container.',
  'edit-refusal.pattern-unmatched': 'the pattern {key} fits nowhere in it.',
  'edit-refusal.pattern-repeated': 'the pattern {key} fits at more than one place. Make it longer.',
  'edit-refusal.pattern-slow': 'the pattern {key} takes too long. Make it simpler.',
  'edit-refusal.targets-overlap': '{key} is named twice among the places of this port.',
  'edit-refusal.check-failed': 'the changed file would not read as it should.',
  'write-failure.not-permitted': 'The system does not permit it.',
  'write-failure.disk-full': 'The disk is full.',
  'write-failure.read-only': 'The file or its folder is read-only.',
  'write-failure.busy': 'Another program keeps it open.',
  'write-failure.unknown': 'The system gave no known reason.',

  'undo.undone':
    '{name} is back on port {to}: {files} {count, plural, one {is} other {are}} changed back. Restart {name} to use it.',
  'undo.nothing-to-undo': 'There is nothing to undo.',
  'undo.moved-since':
    '{name} moved again since, from {from} to {to}; that move is to be taken back first. Nothing was changed.',
  'undo.port-watched':
    'Port {port} is watched for {other} now. Nothing was changed; give {other} another port first.',
  'undo.changed': '{file} was edited since, so it is left alone. Its earlier text is in {backup}.',
  'undo.write-failed': '{file} could not be written. {reason} Its earlier text is in {backup}.',

  'notice.settings-set-aside':
    'The settings file was damaged. It is kept as {keptAs}; {restoredFrom, select, backup {the last good copy is in use} other {Portreeve started with its defaults}}.',
  'notice.settings-newer':
    'The settings come from a newer Portreeve. They are left alone, and changes are not saved. Update Portreeve.',
  'notice.settings-unreadable':
    'The settings file {file} is damaged or cannot be read. It is left alone, and changes are not saved. Check the file and its permissions.',
  'notice.settings-edit-bad':
    'The settings file was changed and cannot be understood. The settings before it stay in force; mend the file, or change a setting here, which sets it aside.',
  'notice.settings-not-saved':
    'The settings could not be saved to {file}. They hold until Portreeve quits. Check the disk and the permissions.',
  'notice.history-not-saved':
    'History could not be written to {file}. Check the disk and the permissions.',
  'notice.restart-gave-up':
    '{name} on port {port} is down, and starting it again has not helped. Look at what it prints, then start it yourself.',
  'notice.restart-impossible':
    '{name} on port {port} is down, and Portreeve does not know how to start it. Name its owner and its command in Settings.',
  'notice.move-taken-back':
    'Portreeve ended in the middle of a move. It was taken back: {files}. Move again if you still want to.',
  'notice.settings-changed-elsewhere':
    'Your last change of the settings was not kept{of, select, none {} other { for {names}}}: at the same moment somebody else had written the same setting, and that stands. Look at it, and change it again if need be.',
  'notice.move-unfinished':
    'Portreeve ended before the move of {name} from port {from} to port {to} was on record. {files} {count, plural, one {is} other {are}} changed, but nobody saw whether {name} runs on port {to}. Start it if it does not, or undo the move.',
  'notice.move-stuck':
    'Portreeve ended in the middle of a move, and {file} was edited since or cannot be written, so look at its port. Its earlier text is in {backup}.',
  'notice.no-tray':
    'This desktop shows no tray, so the window stays open. Start Portreeve again to bring it back.',
  'notice.running-as-root':
    'Portreeve runs as root and without its sandbox. Run it as a normal user if you can.',
} as const;
