/** What history says, in its window and in the command. */
export const history = {
  'history.hidden': 'Owner hidden',
  'history.kind.occupancy': 'held',
  'history.standing.expected': 'expected',
  'history.standing.squatter': 'squatter',
  'history.standing.unwatched': 'not watched',
  'history.standing.hidden': 'owner hidden',
  'history.end.ended': 'ended',
  'history.end.goes-on': 'goes on',
  'history.end.unwatched': 'Portreeve stopped watching',
  'history.end.unknown': 'end not recorded',
  'history.conflict-began': '{name}: conflict ({kind})',
  'history.conflict-began-with': '{name}: conflict with {squatter} ({kind})',
  'history.conflict-ended': '{name}: conflict over',
  'history.killed':
    'Killed {names}: {outcome, select, freed {port free} still_held {port still held} taken_again {port taken again} restarted {container restarted} other {not proven}}',
  'history.killed-by-rule':
    'Killed {names} by rule: {outcome, select, freed {port free} still_held {port still held} taken_again {port taken again} restarted {container restarted} other {not proven}}',
  'history.reassigned': '{name} moved from {from} to {to}',
  'history.reassign-failed': '{name}: move from {from} to {to} failed',
  'history.reassign-restarted':
    '{name} after its move: {outcome, select, running {running} not_ended {its old process did not end} not_started {not started} not_up {not up in time} other {not waited for}}',
  'history.reassign-undone': '{name}: move from {from} to {to} undone',
  'history.command-nothing': 'Nothing is on record for that time.',
  'history.command-nobody-at':
    'Nobody held {port, select, any {any recorded port} other {port {port}}} at {time}, as far as is on record.',
  'history.command-at': 'At {time}',
  'history.command-cut':
    'portreeve: only the newest {count, plural, one {# entry is} other {# entries are}} shown. Name a port, or a shorter time.',
  'history.command-skipped':
    'portreeve: {count, plural, one {# line} other {# lines}} of the history could not be understood and {count, plural, one {was} other {were}} passed over.',
  'history.command-off':
    'portreeve: recording who holds which port is switched off in the settings.',
  'history.header-from': 'FROM',
  'history.header-to': 'TO',
  'history.header-what': 'STANDING',
  'history.header-when': 'WHEN',
  'history.header-event': 'EVENT',
} as const;
