/** What a kill would do, what it came to, and starting again what it ended. */
export const kill = {
  'kill.freed':
    'Port {port} is free, {ms} ms after {what, select, force {the forced kill} unit {the {system, select, linux {unit} other {service}} was told to stop} container {the container was told to stop} other {the kill}}.',
  'kill.given-up':
    'What was killed gave port {port} up, {ms} ms after {what, select, force {the forced kill} unit {the {system, select, linux {unit} other {service}} was told to stop} container {the container was told to stop} other {the kill}}.',
  'kill.freed-but': '{freed} {remainder}',
  'kill.remainder-shared': 'Another program that shares the port still has it.',
  'kill.remainder-elsewhere': 'Another program has the port on another address.',
  'kill.remainder-process-lives': 'The process gave the port up and lives on.',
  'kill.remainder-zombie':
    'What was killed is dead and stays listed as a zombie until its parent takes note; it holds nothing any more.',
  'kill.remainder-closing':
    'Some of its connections are still closing: a program that does not reuse addresses may have to wait a minute for the port.',
  'kill.still-held-slow':
    '{names} did not end within {seconds} s and still {count, plural, one {holds} other {hold}} port {port}. You can force it.',
  'kill.still-held-ignores-term':
    '{names} {count, plural, one {ignores} other {ignore}} the request to end and still {count, plural, one {holds} other {hold}} port {port}. Only force ends {count, plural, one {it} other {them}}.',
  'kill.still-held-stopped':
    '{names} {count, plural, one {is} other {are}} stopped and still {count, plural, one {holds} other {hold}} port {port}. You can force it.',
  'kill.still-held-traced':
    '{names} {count, plural, one {is} other {are}} halted by a debugger and still {count, plural, one {holds} other {hold}} port {port}. Let {count, plural, one {it} other {them}} go on there, or force it.',
  'kill.still-held-others':
    'The process ended, but {names} {count, plural, one {shares} other {share}} its socket and still {count, plural, one {holds} other {hold}} port {port}. Look again to end {count, plural, one {it} other {them}} too.',
  'kill.still-held-hidden':
    'Nobody whom you may see holds port {port} any more, but a process that is hidden from you still does, and force does not reach it. Ask its owner or an administrator.',
  'kill.still-held-uninterruptible':
    '{names} {count, plural, one {waits} other {wait}} for a disk or a driver and cannot end before that is over. Port {port} becomes free then.',
  'kill.still-held-forced':
    '{names} survived even a forced kill and still {count, plural, one {holds} other {hold}} port {port}. Look at the process: it may wait for a disk or be traced.',
  'kill.taken-again':
    'The process ended, but {names} (pid {pid}) took port {port} at once. That is another program: look who it is.',
  'kill.came-back':
    '{names} holds port {port} again (pid {pid}): something starts it again. Stop that first.',
  'kill.came-back-by':
    '{names} holds port {port} again (pid {pid}): {by} started it again. Stop {by} instead.',
  'kill.came-back-loop':
    '{names} holds port {port} again (pid {pid}): a loop in {by} started it again. Stop that loop instead.',
  'kill.restarted': 'The container {name} runs again, {ms} ms after it was told to restart.',
  'kill.already-free': 'Nobody holds port {port} any more. Nothing was killed.',
  'kill.changed': 'The situation changed while you looked. Nothing was killed; look again.',
  'kill.not-permitted':
    'The system does not let you end a process of {user}. Nothing was killed. With rights you can run: {command}',
  'kill.not-elevated-dismissed':
    'You closed the question for an administrator\u2019s {system, select, windows {consent} other {password}}. Nothing was killed.',
  'kill.not-elevated-not-authorised':
    'The system did not grant an administrator\u2019s rights. Nothing was killed.',
  'kill.not-elevated-no-agent':
    'Nothing on this desktop can ask for an administrator\u2019s {system, select, windows {consent} other {password}}. Nothing was killed. In a terminal you can run: {command}',
  'kill.not-elevated-not-installed':
    'What asks for an administrator\u2019s password{system, select, linux { (pkexec)} macos { (osascript)} other {}} is not installed. Nothing was killed. In a terminal you can run: {command}',
  'kill.not-elevated-failed':
    'Asking for an administrator\u2019s rights failed. Nothing was killed. In a terminal you can run: {command}',
  'kill.unit-failed-not-permitted':
    'The service manager does not let you stop {unit}. With rights you can run: {command}',
  'kill.unit-failed-no-agent':
    'Nothing on this desktop can ask for an administrator\u2019s {system, select, windows {consent} other {password}} to stop {unit}. In a terminal you can run: {command}',
  'kill.unit-failed-not-found': 'The service manager does not know {unit} any more. Look again.',
  'kill.unit-failed-timed-out':
    'The service manager did not stop {unit} in time. To see why, run: {command}',
  'kill.unit-failed-not-installed':
    'The service manager was not found, so {unit} was not stopped. Where it is installed: {command}',
  'kill.unit-failed-failed': '{unit} could not be stopped. To see why, run: {command}',
  'kill.engine-failed-not-running':
    'The container engine does not run, so {name} was not touched. Start it, then: {command}',
  'kill.engine-failed-not-permitted':
    'Your account may not use the container engine, so {name} was not touched. With rights you can run: {command}',
  'kill.engine-failed-timed-out':
    'The container engine did not answer in time. Look again in a moment, or run: {command}',
  'kill.engine-failed-no-such-container': 'The container {name} is gone. Look again.',
  'kill.engine-failed-unreadable':
    'The container engine gave an answer that makes no sense. You can run: {command}',
  'kill.scan-failed-before': 'The ports could not be read again, so nothing was killed. Try again.',
  'kill.scan-failed-after':
    'The signal was sent, but the ports could not be read, so nothing is proven. Look again in a moment.',
  'kill.token-expired': 'That plan is too old. Nothing was killed; look again.',

  'kill-refusal.init': '{name} is the first process of the system and is never killed.',
  'kill-refusal.self': 'That is Portreeve itself.',
  'kill-refusal.ancestor': '{name} started Portreeve; killing it would end Portreeve too.',
  'kill-refusal.kernel-thread': '{name} is part of the kernel and cannot be killed.',
  'kill-refusal.essential': '{name} keeps your session or the system running and is never killed.',
  'kill-refusal.airplay':
    'This is AirPlay Receiver, a part of macOS, which starts again by itself. To free the port for good, switch it off in System Settings, General, AirDrop & Handoff. Or move your service to another port.',
  'kill-refusal.protected': '{name} is on your list of protected processes.',
  'kill-refusal.container-forwarder':
    '{name} forwards the port of a container; killing it would leave the container broken. Stop the container instead.',
  'kill-refusal.windows-kernel':
    'Windows itself holds this port, for file sharing or for programs that serve websites through it (http.sys). To see for whom, run as administrator: netsh http show servicestate view=requestq',
  'kill-refusal.wsl-relay':
    '{name} carries the ports of Linux programs in WSL; ending it would cut off all of them. End the program inside the distribution instead.',
  'kill-refusal.hidden-owner':
    'The process belongs to {user} and is hidden from you, so Portreeve does not touch it. Ask its owner, or look with administrator rights.',
  'kill-refusal.own-hidden':
    'It is a process of your own account that the system keeps closed to you (it has rights of its own, or protects itself), so Portreeve cannot tell which one and does not touch it. Look with administrator rights.',
  'kill-refusal.hidden-from-root':
    'Root itself may not look at every process here (a container or a user namespace keeps that right from it), so Portreeve cannot tell who holds it and does not touch it. Root of the machine can see it.',
  'kill-refusal.no-process':
    'No process that is shown here holds it: the kernel itself does{system, select, linux { (WireGuard, NFS, VXLAN and the like)} other {}}, or a process outside what this machine or container shows. Portreeve does not touch it.',

  'kill-warning.several-owners':
    '{count} processes hold this port together; all of them are stopped.',
  'kill-warning.connected-clients':
    '{count, plural, one {# client is} other {# clients are}} connected and will be cut off.',
  'kill-warning.another-user': 'It belongs to another user: {user}.',
  'kill-warning.some-of-another-user': 'There are processes of another user among them: {user}.',
  'kill-warning.unit':
    '{restarts, select, yes {{unit} starts {count, plural, one {it} other {them}} again after a kill.} no {{unit} runs {count, plural, one {it} other {them}}.} other {{unit} keeps {count, plural, one {it} other {them}} running and may start {count, plural, one {it} other {them}} again.}}',
  'kill-warning.unit-triggered':
    '{unit} starts again at the next connection, through {sockets}: stop that too to keep the port.',
  'kill-warning.watcher':
    '{name} watches {count, plural, one {it} other {them}} and may start {count, plural, one {it} other {them}} again.',
  'kill-warning.shell-loop':
    'A loop in {name} starts {count, plural, one {it} other {them}} again.',
  'kill-warning.container': 'This is the port of the container {name}.',
  'kill-warning.engine-silent':
    'This is a container\u2019s port, but its engine {reason, select, not_running {does not run} not_permitted {does not let you ask} timed_out {does not answer} other {cannot be understood}}, so the container cannot be stopped from here.',
  'kill-warning.leaked-socket':
    '{name} does not listen by itself: it was left the socket of a program that is gone.',
  'kill-warning.inherited-socket':
    '{name} does not listen by itself: it was handed the socket of another program, which may still run and be hidden from you.',
  'kill-warning.ignores-term': '{name} ignores the request to end; only force will end it.',
  'kill-warning.force-only':
    '{name} has no window, so Windows cannot ask it to end: it is ended at once and saves nothing.',
  'kill-warning.stopped': '{name} is stopped; it is woken so that it can end.',
  'kill-warning.traced':
    '{name} is halted by a debugger and cannot end before that lets it go on; only force ends it as it is.',
  'kill-warning.traced-by':
    '{name} is halted by a debugger ({tracer}) and cannot end before that lets it go on; only force ends it as it is.',
  'kill-warning.uninterruptible':
    '{name} waits for a disk or a driver and cannot end before that is over.',
  'kill-warning.session': '{name} leads a terminal session, which ends with it.',

  'start.offer': '{name} was ended on port {port}.',
  'start.again': 'Start again',
  'start.elsewhere': 'Start on another port',
  'start.open-log': 'Open its output',
  'start.starting': 'Starting {name} \u2026',
  'start.started': '{name} runs again on port {port} (pid {pid}).',
  'start.asked': '{name} was started for port {port} (pid {pid}).',
  'start.no-port': 'No free port was found near {port}. Nothing was started.',
  'start.forgotten': 'That was too long ago: how it was started is forgotten after ten minutes.',
  'start.failed-program-missing': 'Its program is not there any more. Nothing was started.',
  'start.failed-folder-missing': 'Its folder is not there any more. Nothing was started.',
  'start.failed-replaced':
    'Its program or folder belongs to somebody else now. Nothing was started.',
  'start.failed-not-permitted': 'The system does not let you start it.',
  'start.failed-ended-at-once': '{name} was started and ended at once. Its output says why.',
  'start.failed-unknown': '{name} could not be started.',

  'notice.came-back':
    '{names} took port {port} again soon after the kill: something starts it again. Stop that first.',
  'notice.came-back-by':
    '{names} took port {port} again soon after the kill: {by} started it again. Stop {by} instead.',
  'notice.came-back-loop':
    '{names} took port {port} again soon after the kill: a loop in {by} started it again. Stop that loop instead.',
  'notice.auto-kill-left-alone':
    'The rule of {name} ended nobody on port {port}: there, ending the process alone does not help or takes rights. Look and choose what to do.',
  'notice.auto-kill-gave-up':
    'The rule of {name} has ended squatters of port {port} twice in ten minutes and stops now: something starts them again. Stop that first.',
  'notification.rule-killed-title': 'Port {port}: a rule of {name} acted',
} as const;
