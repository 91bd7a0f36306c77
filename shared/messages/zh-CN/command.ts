/** `portreeve` 命令的输出。 */
export const command = {
  'command.complaint': 'portreeve：{sentence}',
  'command.unknown': 'portreeve：无法识别“{argument}”。请运行“portreeve --help”。',
  'command.unknown-meant': 'portreeve：无法识别“{argument}”。是否想输入“{meant}”？',
  'command.flag-not-here': 'portreeve：{flag} 不能用于“{verb}”。请运行“portreeve --help”。',
  'command.not-together': 'portreeve：{flag} 与 {other} 不能同时使用。',
  'command.in-future': 'portreeve：{flag} {value} 是将来的时间，不可能有记录。',
  'command.json-unagreed':
    'portreeve：使用 --json 时不会询问。请加上 --yes 表示同意，或加上 --dry-run 只查看计划。',
  'command.value-missing': 'portreeve：{flag} 需要{wanted}。',
  'command.value-bad': 'portreeve：无法理解 {flag} “{value}”；需要{wanted}。',
  'command.wanted-port': ' 1 到 65535 之间的端口',
  'command.wanted-ports': '端口，如 3000、3000-3999 或 3000,8080',
  'command.wanted-protocol': ' tcp 或 udp',
  'command.wanted-scope': ' loopback、wildcard 或 interface',
  'command.wanted-interval': ' 200 到 60000 之间的毫秒数',
  'command.wanted-port-or-name': ' 1 到 65535 之间的端口，或受监视端口的名称',
  'command.wanted-way': ' processes、tree、watcher、unit、container 或 container-restart',
  'command.wanted-seconds': ' 1 到 60 之间的秒数',
  'command.wanted-range': '一个 1 到 65535 之间的范围，小的在前，如 20000-32767',
  'command.wanted-address': '本机的 IP 地址，如 127.0.0.1 或 ::1',
  'command.wanted-count': ' 1 到 1000 之间的数',
  'command.wanted-name': ' 1 到 80 个字符的名称',
  'command.wanted-place':
    '“类型:文件:位置”，如 dotenv:.env:PORT；类型有 dotenv、json、yaml、toml、ini 和 pattern',
  'command.wanted-expression':
    '一个完整且不过于复杂的正则表达式，并用一个分组括住端口号，如 pattern:nginx.conf:"listen (\\d+);"',
  'command.wanted-folder': '一个文件夹',
  'command.wanted-watch-port-act': ' add、list 或 remove',
  'command.wanted-ttl': ' 1 到 2592000 之间的秒数',
  'command.wanted-pid': '进程的编号',
  'command.wanted-command': '“--”及其后的程序，如 -- npm run dev',
  'command.wanted-command-line': '程序及其参数，如“npm run dev”',
  'command.wanted-variable': '变量名，如 PORT',
  'command.wanted-flag': '程序的选项，如 --port 或 --port=',
  'command.wanted-wait': ' 0 到 600 之间的秒数',
  'command.wanted-leased': '已租用端口的服务名称，或其端口',
  'command.wanted-service': '服务的名称',
  'command.wanted-shell': ' bash、zsh、fish 或 powershell',
  'command.wanted-candidates': ' ports、names、leases、services 或 targets',
  'command.wanted-time': '时间，如 1h、17:00、“yesterday 17:00”或 2026-11-20T17:00',
  'command.wanted-text': '后面的值',
  'command.scan-failed': 'portreeve：无法读取端口。{reason}',
  'command.partial': 'portreeve：部分端口无法读取（{missing}）。',
  'command.no-listeners': '没有程序在监听端口。',
  'command.none-fits': '没有符合全部条件的监听。',
  'command.nothing-watched':
    '尚未监视任何端口。可用“portreeve watch-port add 名称 端口”添加一个，或用“portreeve import .”添加项目的端口。',
  'command.hidden-owner': '（隐藏）',
  'command.header-port': '端口',
  'command.header-protocol': '协议',
  'command.header-address': '地址',
  'command.header-user': '用户',
  'command.header-pid': 'PID',
  'command.header-name': '名称',
  'command.header-expected': '应有占用者',
  'command.header-program': '程序',
  'command.header-folder': '文件夹',
  'command.watched-line':
    '{port} {name}{protocol, select, none {} other {（{protocol}）}}：{verdict}',
  'command.yes': 'y yes 是',

  'command.kill-title': '释放端口的方式',
  'command.kill-others': '其他方式',
  'command.kill-expected':
    '{name} 在此预期的正是{count, plural, =1 {它} other {它们}}，并非抢占者。',
  'command.kill-spared': '{name} 也占有该端口（{pids}），不会动它。',
  'command.kill-watcher':
    '结束{count, plural, =1 {该进程} other {这 # 个进程}}以及会重新启动{count, plural, =1 {它} other {它们}}的 {name}',
  'command.kill-below': '下级进程：{processes}',
  'command.kill-force':
    '立即结束{count, plural, =1 {它} other {它们}}{system, select, windows {} other {（SIGKILL）}}',
  'command.kill-unit-enabled': '它已启用，因此会随系统或会话再次启动。',
  'command.kill-ask': '结束？[y/N]',
  'command.kill-declined': '没有结束任何进程。',
  'command.kill-nobody-to-ask':
    'portreeve：没有可供询问的终端，因此没有结束任何进程。请加上 --yes 以结束进程，或加上 --dry-run 只查看计划。',
  'command.kill-stopped': 'portreeve：已中断。不再发送任何信号；端口是否空闲未经证实。',
  'command.kill-stopped-before': 'portreeve：已中断。没有结束任何进程。',
  'command.labelled': '{label}：{sentence}',
  'command.kill-for-good': '要彻底解决：{command}',
  'command.kill-nobody': '端口 {port}（{protocol}）无人监听。程序能否使用它，可运行：{why}',
  'command.other-protocol': '{protocol} {port} 被 {holder} 占用：请加上 {flag}。',
  'command.kill-blind': 'portreeve：没有结束任何进程，因为无法读取设置，不知道你保护了哪些进程。',
  'command.kill-unknown-name':
    'portreeve：没有名为“{name}”的受监视端口。现有：{names}。没有结束任何进程。',
  'command.kill-no-names':
    'portreeve：“{name}”不是端口，也没有受监视的端口有名称。没有结束任何进程。',
  'command.kill-ambiguous-name':
    'portreeve：有多个受监视端口名为“{name}”（{ports}）。请改用端口号。没有结束任何进程。',
  'command.kill-no-such-way':
    'portreeve：不能用 --way {way} 停止 {name}。可用的有：{ways}。没有结束任何进程。',
  'command.kill-not-forced':
    'portreeve：--force 不能用于“{way}”，而它对 {name} 最有效。请去掉它，或加上 {ways}。没有结束任何进程。',
  'command.kill-never-forced':
    'portreeve：--force 不能用于“{way}”，而它是停止 {name} 的唯一方式。请去掉它。没有结束任何进程。',

  'command.move-title': '将 {name} 从端口 {from} 移到端口 {to}',
  'command.move-mentions': '另有 {count} 行提到 {port}，它们保持不变；请手动更改，或在应用中移动：',
  'command.move-then': '之后请重启 {name}。',
  'command.move-then-offer': '之后请重启 {name}，或加上 --restart。',
  'command.move-ask': '移动吗？[y/N]',
  'command.move-declined': '未作任何更改。',
  'command.move-nobody-to-ask':
    'portreeve：没有终端可供询问，因此未作任何更改。加上 --yes 表示同意，或加上 --dry-run 只看计划。',
  'command.move-unwatched':
    'portreeve：端口 {port} 未受监视，因此无从得知其号码写在何处。请先监视它：“portreeve watch-port add”或“portreeve import”。',
  'command.move-unknown-name':
    'portreeve：没有名为“{name}”的受监视端口。现有：{names}。未作任何更改。',
  'command.move-ambiguous':
    'portreeve：符合的受监视端口不止一个：{names}。请给出其中一个的名称或端口号。未作任何更改。',
  'command.move-no-restart':
    'portreeve：无从得知如何启动 {name}：它没有以你的身份在其端口上运行，其受监视端口也没有重启命令。未作任何更改。',
  'command.move-no-place':
    'Portreeve 不知道 {name} 的端口写在哪里。请在设置中指定写有它的文件，或重新监视它：先运行“portreeve watch-port remove {port}”，再运行“portreeve watch-port add”并加上 --config。',
  'command.move-already': '{name} 已经在端口 {port} 上。',
  'command.move-to-taken': '无法移到那里：{reasons}。请另给一个端口，或去掉 --to。',
  'command.move-none-free': '其他端口都不可用：{reasons}。请用 --to 指定一个，或在设置中另选端口。',
  'command.move-none-given': '系统没有可分配的端口。请关闭一些连接，或用 --to 指定端口。',
  'command.move-log': '其输出：{file}',
  'command.move-undo': '若要撤销：{command}',
  'command.undo-title': '将 {name} 从端口 {from} 移回端口 {to}',
  'command.undo-ask': '撤销吗？[y/N]',
  'command.undo-unknown':
    'portreeve：没有此 ID 的可撤销移动；用 portreeve undo --list 查看。未作任何更改。',
  'command.undo-later': '即：portreeve undo {id}',

  'command.free-exhausted':
    'portreeve：{found, plural, =0 {这些端口都不可用} other {要求 {count} 个端口，其中只有 # 个可用}}。请换用其他端口{held, select, yes {，或用“portreeve kill”释放一个} other {}}。',
  'command.free-system-empty':
    'portreeve：系统没有可分配的端口（{found}/{count}）。请关闭一些连接，或用 --range 指定范围。',
  'command.free-no-such-address': 'portreeve：{address} 不是本机的地址。',
  'command.free-ephemeral':
    'portreeve：无人监听时，系统可能把 {ports} 借给外出连接。若要长期使用，请选用该范围之外的端口。',

  'command.settings-not-ours': 'portreeve：设置属于另一个账户，因此保持不变。',
  'command.settings-not-saved':
    'portreeve：设置无法保存到 {file}，因此其中未作任何更改。请检查磁盘和权限，或用 --user-data-dir 指定另一个文件夹。',
  'command.no-such-folder': 'portreeve：{folder} 不是可以读取的文件夹。',
  'command.watched-twice': 'portreeve：端口 {port} 已在监视中，名为“{name}”。',
  'command.too-many-watched': 'portreeve：最多只能监视 1,000 个端口。',
  'command.unknown-name':
    'portreeve：没有名为“{name}”的受监视端口。请运行“portreeve watch-port list”。',
  'command.ambiguous-name':
    'portreeve：符合的受监视端口不止一个：{fitting}。请给出其中一个的端口号，或在设置窗口中改名。未作任何更改。',
  'command.name-taken':
    'portreeve：“{name}”已在监视中，端口为 {port}。请换一个名称，或先停止监视它：“portreeve watch-port remove {port}”。未作任何更改。',
  'command.unwatched': '已不再监视 {name}，端口 {port}。',
  'command.import-found': '{folder} 中写有这些端口：',
  'command.import-nothing': '{folder} 中没有找到可以监视的端口。',
  'command.import-expects': '应有的占用者：{owner}',
  'command.import-watched': '已在监视中，名为“{name}”',
  'command.import-partial': 'portreeve：文件夹过大，未能全部读取。',
  'command.import-ask': '监视这 {count} 个端口？[y/N]',
  'command.import-declined': 'portreeve：未做任何更改。',
  'command.import-nobody-to-ask':
    'portreeve：没有可供询问的终端，因此未做任何更改。加上 --yes 以监视这些端口，或加上 --dry-run 只查看。',
  'command.import-done': '从现在起监视 {count} 个端口。',
  'command.mcp-message-dropped': 'portreeve：已丢弃一条超过 {size} 字节的消息。',
  'command.mcp-not-understood': 'portreeve：无法理解一条消息：{reason}',
  'command.lease-exhausted':
    'portreeve：这些端口都不可用。请用 --range 指定其他端口，或先归还一个。',
  'command.lease-too-many': 'portreeve：租出的端口太多。请查看“portreeve leases”并归还一些。',
  'command.lease-no-process': 'portreeve：没有这个进程，因此未租用任何端口。',
  'command.lease-book-busy': 'portreeve：另一个程序一直锁着租用记录。未作任何更改，请重试。',
  'command.lease-book-not-saved':
    'portreeve：无法写入租用记录（设置旁的 leases.json），因此未作任何更改。{reason}请检查磁盘和权限，或用 --user-data-dir 指定另一个文件夹。',
  'command.released': '{name} 的端口 {port} 已归还。',
  'command.release-none':
    'portreeve：这里没有为 {what} 租用端口。“portreeve leases”可查看已租的端口。',
  'command.no-leases': '没有租出任何端口。',
  'command.header-when': '时间',
  'command.header-move': '移动',
  'command.header-id': 'ID',
  'command.header-until': '直到',
  'command.until-exit': '进程 {pid} 结束',
  'command.until-released': '归还为止',
  'command.until-time': '{time}后',

  'command.hold-held': 'Portreeve 已为 {name} 保留端口 {port}。',
  'command.hold-let-go': 'Portreeve 不再为 {name} 保留端口 {port}。',
  'command.hold-not-held': 'portreeve：{name} 的端口 {port} 没有被保留。',
  'command.hold-unavailable':
    'portreeve：无法为 {name} 保留端口：{reason}。“portreeve why {port}”可说明详情。',
  'command.hold-not-watched':
    'portreeve：正在运行的应用没有监视 {name} 的端口 {port}。未作任何更改。',
  'command.hold-no-app':
    'portreeve：只有运行中的应用才能保留端口，而它没有运行。请启动 Portreeve 后重试。',
  'command.hold-other-version':
    'portreeve：正在运行的应用是另一个版本。请退出并重新启动它，然后重试。',
  'command.hold-silent':
    'portreeve：正在运行的应用没有回应。“portreeve check”可查看端口是否已保留。',
  'command.kill-kept':
    'portreeve：端口 {port} 由 Portreeve 自己为其服务保留。“portreeve unhold {port}”可停止保留。没有结束任何进程。',
  'command.why-kept':
    '会被拒绝：Portreeve 自己为 {name} 保留着此端口。“portreeve unhold {name}”可停止保留。',

  'command.run-on': 'portreeve：{name} 使用端口 {port}。',
  'command.run-waits': 'portreeve：等待端口 {port} 空闲。',
  'command.run-ready':
    'portreeve：{name} 已在端口 {port} 上就绪，启动后用时 {seconds, number, ::.0} 秒。',
  'command.run-not-ready':
    'portreeve：{seconds} 秒后，{name} 在端口 {port} 上仍未就绪：{failure}。它继续运行。',
  'command.run-taken':
    'portreeve：{name} 的端口 {port} 无法取得，将另找一个。“portreeve why {port}”可说明原因。',
  'command.run-taken-by': 'portreeve：{name} 的端口 {port} 被 {holder} 占用，将另找一个。',
  'command.run-kept-in-use':
    'portreeve：端口 {port} 为 {name} 保留，但正被占用。“portreeve why {port}”可说明是谁。未启动任何程序。',
  'command.run-ambiguous-name':
    'portreeve：有多个受监视端口名为“{name}”（{ports}）。请在设置窗口中改名，或停止监视其中一个：“portreeve watch-port remove 端口”。未启动任何程序。',
  'command.run-not-found': 'portreeve：没有程序“{program}”。',
  'command.run-not-permitted': 'portreeve：不允许运行“{program}”。',
  'command.run-unknown': 'portreeve：无法启动“{program}”。',

  'terminal.started':
    '{watched, plural, =0 {Portreeve 尚未监视任何端口。} other {Portreeve 正在监视 # 个端口。{summary}}}',
  'terminal.changed': '{time} {summary}',
  'doctor.versions': 'Portreeve {version}（{runtime}）',
  'doctor.ports-at-best':
    '端口  {system, select, linux {经 netlink 从内核读取} macos {经 lsof 和 netstat 读取} other {从 Windows 的系统表读取}}：{count} 个监听，用时 {ms, number, ::.00} 毫秒',
  'doctor.ports-otherwise':
    '端口  {system, select, linux {从 /proc 读取} other {经 netstat 读取}}，耗时较长：{count} 个监听，用时 {ms, number, ::.00} 毫秒。{system, select, linux {未用 netlink 的原因} other {原因}}：{why}',
  'doctor.hidden': '      {count} 个监听属于其他用户，此账户无权查看其进程',
  'doctor.hidden-from-root': '      {count} 个监听没有这里的 root 可以查看的进程',
  'doctor.own-hidden': '      {count} 个监听属于此账户自己，但系统不让它查看其进程',
  'doctor.signals-held': '信号  经由进程句柄发送，不会误及其他进程',
  'doctor.signals-by-pid':
    '信号  查看进程后立即按编号发送{system, select, macos {，macOS 没有别的方式} other {。未用句柄的原因：{why}}}',
  'doctor.signals-none': '信号  无法结束任何进程，因为系统自身的函数未能加载',
  'doctor.app-running': '应用  正在运行（进程 {pid}），有应答',
  'doctor.app-not-running': '应用  未以这些设置运行',
  'doctor.app-not-answering': '应用  正在运行但没有应答，或版本不同。请退出后重新启动。',
  'doctor.no-engine': '容器  没有找到 Docker 或 Podman 引擎',
  'doctor.engine':
    '容器  {socket} {state, select, answers {有回应} not_running {存在，但引擎未运行} not_permitted {存在，但此账户无权使用} timed_out {存在，但没有回应} other {存在，但无法理解}}',
} as const;
