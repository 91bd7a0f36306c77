/** 结束进程会怎样、结果如何，以及重新启动被结束的进程。 */
export const kill = {
  'kill.freed':
    '端口 {port} 已空闲，{what, select, force {强制结束} unit {停止{system, select, linux {单元} other {服务}}} container {停止容器} other {结束}}用时 {ms} 毫秒。',
  'kill.given-up':
    '被结束的程序已让出端口 {port}，{what, select, force {强制结束} unit {停止{system, select, linux {单元} other {服务}}} container {停止容器} other {结束}}用时 {ms} 毫秒。',
  'kill.freed-but': '{freed}{remainder}',
  'kill.remainder-shared': '共用该端口的另一个程序仍占用它。',
  'kill.remainder-elsewhere': '另一个程序在另一地址上占用该端口。',
  'kill.remainder-process-lives': '该进程放弃了端口，但仍在运行。',
  'kill.remainder-zombie':
    '被结束的进程已死，在其父进程处理之前仍列为僵尸进程，但不再占用任何资源。',
  'kill.remainder-closing': '它的一些连接仍在关闭：不重用地址的程序可能要等一分钟才能使用该端口。',
  'kill.still-held-slow':
    '{names} 未在 {seconds} 秒内结束，{count, plural, other {仍占用}}端口 {port}。你可以强制结束。',
  'kill.still-held-ignores-term':
    '{names} {count, plural, other {不理会}}结束请求，仍占用端口 {port}。只有强制才能结束。',
  'kill.still-held-stopped':
    '{names} {count, plural, other {处于}}暂停状态，仍占用端口 {port}。你可以强制结束。',
  'kill.still-held-traced':
    '{names} {count, plural, other {被}}调试器暂停，仍占用端口 {port}。请在调试器中让它继续运行，或强制结束。',
  'kill.still-held-others':
    '该进程已结束，但 {names} {count, plural, other {共享}}它的套接字，仍占用端口 {port}。请再看一次，以便一并结束。',
  'kill.still-held-hidden':
    '你能看到的进程都已不再占用端口 {port}，但一个对你隐藏的进程仍占用它，强制也无法触及。请询问其所有者或管理员。',
  'kill.still-held-uninterruptible':
    '{names} {count, plural, other {正在}}等待磁盘或驱动程序，在此之前无法结束。届时端口 {port} 将会空闲。',
  'kill.still-held-forced':
    '{names} 在强制结束后仍存活，{count, plural, other {仍占用}}端口 {port}。请检查该进程：它可能在等待磁盘，或正被跟踪调试。',
  'kill.taken-again':
    '该进程已结束，但 {names}（pid {pid}）立即占用了端口 {port}。那是另一个程序：请查看它是谁。',
  'kill.came-back':
    '{names} 又占用了端口 {port}（pid {pid}）：有程序在重新启动它。请先停止那个程序。',
  'kill.came-back-by':
    '{names} 又占用了端口 {port}（pid {pid}）：{by} 重新启动了它。请改为停止 {by}。',
  'kill.came-back-loop':
    '{names} 又占用了端口 {port}（pid {pid}）：{by} 中的循环重新启动了它。请改为停止那个循环。',
  'kill.restarted': '容器 {name} 已重新运行，用时 {ms} 毫秒。',
  'kill.already-free': '端口 {port} 已无人占用。没有结束任何进程。',
  'kill.changed': '在你查看期间情况已变化。没有结束任何进程；请再看一次。',
  'kill.not-permitted':
    '系统不允许你结束 {user} 的进程。没有结束任何进程。如有权限，可运行：{command}',
  'kill.not-elevated-dismissed':
    '你关闭了{system, select, windows {请求管理员同意} other {询问管理员密码}}的窗口。没有结束任何进程。',
  'kill.not-elevated-not-authorised': '系统未授予管理员权限。没有结束任何进程。',
  'kill.not-elevated-no-agent':
    '此桌面上没有程序可以{system, select, windows {请求管理员同意} other {询问管理员密码}}。没有结束任何进程。可在终端中运行：{command}',
  'kill.not-elevated-not-installed':
    '未安装用于询问管理员密码的程序{system, select, linux {（pkexec）} macos {（osascript）} other {}}。没有结束任何进程。可在终端中运行：{command}',
  'kill.not-elevated-failed': '请求管理员权限失败。没有结束任何进程。可在终端中运行：{command}',
  'kill.unit-failed-not-permitted': '服务管理器不允许你停止 {unit}。如有权限，可运行：{command}',
  'kill.unit-failed-no-agent':
    '此桌面上没有程序可以为停止 {unit} {system, select, windows {请求管理员同意} other {询问管理员密码}}。可在终端中运行：{command}',
  'kill.unit-failed-not-found': '服务管理器已不认识 {unit}。请再看一次。',
  'kill.unit-failed-timed-out': '服务管理器未能及时停止 {unit}。要查看原因，可运行：{command}',
  'kill.unit-failed-not-installed':
    '找不到服务管理器，因此未停止 {unit}。在装有它的地方可运行：{command}',
  'kill.unit-failed-failed': '无法停止 {unit}。要查看原因，可运行：{command}',
  'kill.engine-failed-not-running':
    '容器引擎未在运行，因此未动 {name}。请先启动它，然后运行：{command}',
  'kill.engine-failed-not-permitted':
    '你的账户无权使用容器引擎，因此未动 {name}。如有权限，可运行：{command}',
  'kill.engine-failed-timed-out': '容器引擎未及时回应。请稍后再看，或运行：{command}',
  'kill.engine-failed-no-such-container': '容器 {name} 已不存在。请再看一次。',
  'kill.engine-failed-unreadable': '容器引擎的回应无法理解。可运行：{command}',
  'kill.scan-failed-before': '无法再次读取端口，因此没有结束任何进程。请重试。',
  'kill.scan-failed-after': '信号已发出，但无法读取端口，因此结果未经证实。请稍后再看。',
  'kill.token-expired': '该计划已过期。没有结束任何进程；请再看一次。',

  'kill-refusal.init': '{name} 是系统的第一个进程，绝不会被结束。',
  'kill-refusal.self': '这是 Portreeve 自身。',
  'kill-refusal.ancestor': 'Portreeve 由 {name} 启动；结束它也会结束 Portreeve。',
  'kill-refusal.kernel-thread': '{name} 是内核的一部分，无法结束。',
  'kill-refusal.essential': '你的会话或系统依靠 {name} 运行，它绝不会被结束。',
  'kill-refusal.airplay':
    '这是 macOS 自带的“隔空播放接收器”，结束后会自行重新启动。要彻底释放此端口，请在“系统设置 > 通用 > 隔空投送与接力”中将其关闭；或者把你的服务移到其他端口。',
  'kill-refusal.protected': '{name} 在你的受保护进程列表中。',
  'kill-refusal.container-forwarder':
    '{name} 负责转发容器的端口；结束它会使容器无法正常工作。请改为停止该容器。',
  'kill-refusal.windows-kernel':
    '此端口由 Windows 系统自身占用，用于文件共享，或供其他程序通过它提供网站服务（http.sys）。要查看是为哪个程序占用，请以管理员身份运行：netsh http show servicestate view=requestq',
  'kill-refusal.wsl-relay':
    '{name} 负责转发 WSL 中 Linux 程序的端口，结束它会切断所有这些程序的连接。请在 Linux 发行版内结束对应的程序。',
  'kill-refusal.hidden-owner':
    '该进程属于 {user}，你无权查看，因此 Portreeve 不会动它。请询问其所有者，或以管理员权限查看。',
  'kill-refusal.own-hidden':
    '它是你自己账户的进程，但系统不让你查看（它拥有额外权限，或保护着自己），因此 Portreeve 无法得知是哪一个，也不会动它。请以管理员权限查看。',
  'kill-refusal.hidden-from-root':
    '这里的 root 也无权查看所有进程（容器或用户命名空间不给它这项权限），因此 Portreeve 无法得知是谁占用，也不会动它。这台机器的 root 可以看到。',
  'kill-refusal.no-process':
    '这里显示的进程都没有占用它：占用者是内核自身{system, select, linux {（如 WireGuard、NFS、VXLAN）} other {}}，或这台机器或此容器所显示范围之外的进程。Portreeve 不会动它。',

  'kill-warning.several-owners': '{count} 个进程共同占用此端口，将全部结束。',
  'kill-warning.connected-clients': '有 {count} 个客户端正在连接，它们将被断开。',
  'kill-warning.another-user': '它属于另一个用户：{user}。',
  'kill-warning.some-of-another-user': '其中有另一个用户的进程：{user}。',
  'kill-warning.unit':
    '{restarts, select, yes {{unit} 会在结束后重新启动{count, plural, =1 {它} other {它们}}。} no {{count, plural, =1 {它} other {它们}}由 {unit} 运行。} other {{unit} 负责让{count, plural, =1 {它} other {它们}}保持运行，可能会重新启动{count, plural, =1 {它} other {它们}}。}}',
  'kill-warning.unit-triggered':
    '{unit} 会在下一次连接时经 {sockets} 重新启动：要保住端口，请一并停止。',
  'kill-warning.watcher':
    '{name} 监视着{count, plural, =1 {它} other {它们}}，可能会重新启动{count, plural, =1 {它} other {它们}}。',
  'kill-warning.shell-loop': '{name} 中的循环会重新启动{count, plural, =1 {它} other {它们}}。',
  'kill-warning.container': '这是容器 {name} 的端口。',
  'kill-warning.engine-silent':
    '这是某个容器的端口，但其引擎{reason, select, not_running {未在运行} not_permitted {不允许你查询} timed_out {没有回应} other {无法理解}}，因此无法从这里停止该容器。',
  'kill-warning.leaked-socket': '{name} 自身并不监听：它留有某个已不存在的程序的套接字。',
  'kill-warning.inherited-socket':
    '{name} 自身并不监听：它得到了另一个程序的套接字，那个程序可能仍在运行，只是对你隐藏。',
  'kill-warning.ignores-term': '{name} 不理会结束请求；只有强制才能结束它。',
  'kill-warning.force-only':
    '{name} 没有窗口，Windows 无法请求它退出，只能立即强制结束，未保存的内容会丢失。',
  'kill-warning.stopped': '{name} 处于暂停状态；将唤醒它以便结束。',
  'kill-warning.traced':
    '{name} 被调试器暂停，在调试器让它继续之前无法结束；只有强制才能直接结束它。',
  'kill-warning.traced-by':
    '{name} 被调试器（{tracer}）暂停，在调试器让它继续之前无法结束；只有强制才能直接结束它。',
  'kill-warning.uninterruptible': '{name} 正在等待磁盘或驱动程序，在此之前无法结束。',
  'kill-warning.session': '{name} 主导一个终端会话，该会话会随之结束。',

  'start.offer': '{name} 已在端口 {port} 上被结束。',
  'start.again': '重新启动',
  'start.elsewhere': '在其他端口启动',
  'start.open-log': '打开其输出',
  'start.starting': '正在启动 {name}…',
  'start.started': '{name} 已在端口 {port} 上重新运行（pid {pid}）。',
  'start.asked': '已为端口 {port} 启动 {name}（pid {pid}）。',
  'start.no-port': '在 {port} 附近没有找到空闲端口。没有启动任何程序。',
  'start.forgotten': '时间太久：启动方式在十分钟后即被遗忘。',
  'start.failed-program-missing': '其程序已不存在。没有启动任何程序。',
  'start.failed-folder-missing': '其文件夹已不存在。没有启动任何程序。',
  'start.failed-replaced': '其程序或文件夹现在属于他人。没有启动任何程序。',
  'start.failed-not-permitted': '系统不允许你启动它。',
  'start.failed-ended-at-once': '{name} 启动后立即结束。原因见其输出。',
  'start.failed-unknown': '无法启动 {name}。',

  'notice.came-back':
    '{names} 在被结束后不久又占用了端口 {port}：有程序在重新启动它。请先停止那个程序。',
  'notice.came-back-by':
    '{names} 在被结束后不久又占用了端口 {port}：{by} 重新启动了它。请改为停止 {by}。',
  'notice.came-back-loop':
    '{names} 在被结束后不久又占用了端口 {port}：{by} 中的循环重新启动了它。请改为停止那个循环。',
  'notice.auto-kill-left-alone':
    '{name} 的规则没有结束端口 {port} 上的任何进程：在那里只结束进程无济于事，或需要权限。请查看并选择如何处理。',
  'notice.auto-kill-gave-up':
    '{name} 的规则在十分钟内已两次结束占用端口 {port} 的程序，现已停用：有程序在重新启动它们。请先停止那个程序。',
  'notification.rule-killed-title': '端口 {port}：{name} 的规则已执行',
} as const;
