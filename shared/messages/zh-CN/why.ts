/** 进程的真实身份，以及端口为何如此。 */
export const why = {
  'title.container': '容器 {name}（{image}）',
  'title.in-folder': '{folder} 中的 {title}',
  'title.deleted-folder': '{folder}（已删除）',
  'title.named': '{title}（{name}）',
  'title.with-pid': '{title}（pid {pid}）',
  'title.with-pids': '{title}（pid {pids}）',
  'title.with-pids-and-more': '{title}（pid {pids}，另有 {count} 个）',

  'why.held': '端口 {port}（{protocol}）被 {holder} 占用。',
  'why.held-hidden': '端口 {port}（{protocol}）被 {user} 的一个进程占用，你无权查看该进程。',
  'why.held-unseen': '端口 {port}（{protocol}）为 {user} 所占用，但这里显示的进程都没有占用它。',
  'why.held-several': '端口 {port}（{protocol}）被 {count} 个不同的程序占用。',
  'why.free': '端口 {port}（{protocol}）空闲：无人监听，程序可以使用。',
  'why.busy': '端口 {port}（{protocol}）无人监听，却无法使用。',
  'why.forbidden': '端口 {port}（{protocol}）空闲，但你的账户无权使用。',

  'why.holder-hidden': '{user} 的一个隐藏进程',

  'why.label-address': '监听于',
  'why.label-process': '进程',
  'why.label-command': '命令',
  'why.label-folder': '文件夹',
  'why.label-user': '用户',
  'why.label-since': '起始于',
  'why.label-started-by': '启动者',
  'why.label-runs-in': '运行于',
  'why.label-container': '容器',
  'why.label-inside': '容器内',
  'why.label-compose': 'Compose',
  'why.label-clients': '客户端',

  'why.with-scope': '{address}（{scope}）',
  'why.scope-loopback': '仅本机',
  'why.scope-wildcard': '所有网络接口：他人可以访问',
  'why.scope-interface': '一个网络接口：该网络可以访问',
  'why.pid': 'pid {pid}',
  'why.pids': 'pid {pids}，共用该端口',
  'why.since': '{moment}，{age}前',
  'why.clients': '{count, plural, =0 {没有连接} other {# 个连接}}',
  'why.clients-unknown': '无法统计',
  'why.unit': 'systemd 单元 {name}',
  'why.user-unit': 'systemd 用户单元 {name}',
  'why.launchd-service': 'launchd 服务 {name}',
  'why.windows-service': 'Windows 服务 {name}',
  'why.container': '{runtime} 容器 {id}',
  'why.container-facts': '{name}（{image}），{engine} {id}',
  'why.container-port': '端口 {port}',
  'why.compose': '项目 {project} 的服务 {service}',
  'why.wsl': 'WSL 发行版 {distribution}，其中 pid 为 {pid}；端口由 {by} 转到 Windows',
  'why.terminal': '终端 {terminal}',
  'why.starter-is-gone': '启动它的进程已结束',
  'why.starter-is-hidden': '一个对你隐藏的进程',
  'why.watched': '受监视：{line}',

  'why.first': '{first} 先启动，比 {second} 早 {gap}。',
  'why.first-same': '{first} 与 {second} 同时启动。',
  'why.first-elsewhere': '预期的 {service} 改为监听端口 {port}。',
  'why.localhost-reaches': '在这台机器上“localhost”先指向 {address}，因此访问到的是 {holder}。',
  'why.localhost-misses':
    '在这台机器上“localhost”先指向 {address}，那里无人监听；多数程序随后会尝试另一个地址。',

  'why.kill-title': '如果结束它',
  'why.kill-title-of': '如果结束 {holder}',
  'why.kill-none': '不影响其他程序，端口随即空闲。',
  'why.kill-none-shared': '不影响其他程序。另一个程序仍保留该端口上自己的地址。',
  'why.kill-also-holds': '它同时会放弃 {addresses}。',
  'why.kill-stop-instead': '若要彻底停止：{command}',
  'why.hidden-next': '其用户或管理员可以查看该进程：{command}',
  'why.own-hidden':
    '它是你自己账户的进程，但系统不让你查看：它拥有额外权限（capabilities，或曾属于其他账户），或保护着自己。',
  'why.own-hidden-next': '管理员可以查看该进程：{command}',

  'why.bind-title': '其他程序能在此监听吗？',
  'why.bind-no': '不能。上述监听在所有地址上都造成阻碍（EADDRINUSE）。',
  'why.bind-some': '不能在 {refused}，上述监听在那里造成阻碍（EADDRINUSE）；但可以在 {free}。',
  'why.bind-yes': '现在可以有程序监听它。',

  'why.cause-outgoing':
    '{holder} 把它用作与 {remote} 的连接中自己的一端。该连接结束后，端口即空闲。',
  'why.cause-outgoing-hidden':
    '一个你无权查看的进程把它用作与 {remote} 的连接中自己的一端。该连接结束后，端口即空闲。',
  'why.cause-leftover':
    '{holder} 在其上仍有来自 {remote} 的连接，而监听已不存在。该连接结束后，端口即空闲。',
  'why.cause-leftover-hidden':
    '一个你无权查看的进程在其上仍有来自 {remote} 的连接，而监听已不存在。该连接结束后，端口即空闲。',
  'why.cause-open':
    '{holder} 在其上有一个与 {remote} 的连接。要求地址复用（SO_REUSEADDR）的服务器（多数如此）仍可监听。',
  'why.cause-open-hidden':
    '一个你无权查看的进程在其上有一个与 {remote} 的连接。要求地址复用（SO_REUSEADDR）的服务器（多数如此）仍可监听。',
  'why.cause-half-closed':
    '{holder} 仍占着 {count} 个对端已关闭的连接。它关闭这些连接或退出后，端口即空闲。',
  'why.cause-half-closed-hidden':
    '一个你无权查看的进程仍占着 {count} 个对端已关闭的连接。它关闭这些连接或退出后，端口即空闲。',
  'why.note-half-closed':
    '{holder} 仍占着 {count} 个对端已关闭的连接。要求地址复用（SO_REUSEADDR）的服务器（多数如此）仍可监听。',
  'why.note-half-closed-hidden':
    '一个你无权查看的进程仍占着 {count} 个对端已关闭的连接。要求地址复用（SO_REUSEADDR）的服务器（多数如此）仍可监听。',
  'why.cause-more': '另有 {count} 个连接也是如此。',
  'why.cause-closing': '之前的 {count} 个连接仍在关闭，一两分钟内会自行结束。',
  'why.cause-bound':
    '{holder} 已占用它，但没有（或尚未）监听：可能正在启动，或启动时卡住。它放开端口或结束后，端口即空闲。',
  'why.cause-bound-hidden':
    '一个你无权查看的进程已占用它，但没有（或尚未）监听。它放开端口或结束后，端口即空闲。',
  'why.cause-unlisted':
    '某个程序已占用它，但没有（或尚未）监听。系统的任何列表都不显示这样的程序，因此无法指出是谁。请查看正在启动或启动时卡住的程序。',
  'why.cause-privileged':
    '低于 {from} 的端口需要管理员权限。请选择更高的端口，或让系统来启动该服务。',
  'why.cause-excluded':
    'Windows 为 Hyper-V、WSL 等自身组件保留了端口 {from}–{to}，没有任何进程占用它们。请以管理员身份依次运行 net stop winnat 和 net start winnat，或选择范围之外的端口。',
  'why.cause-not-permitted': '禁止它的是本系统的一条安全规则（EACCES），而不是端口本身。',
  'why.cause-unknown': '系统以 {errno} 拒绝，其原因无法读取。',
  'why.refused-with': '程序若尝试，系统会回答 {errnos}。',

  'why.note-ephemeral':
    '它属于系统借给外出连接的端口 {from} 到 {to}：随时可能被其中一个占用。低于 {from} 的端口没有这个问题。',
  'why.note-closing':
    '之前的 {count} 个连接仍在关闭。多数服务器可以立即启动；不要求地址复用（SO_REUSEADDR）的须等待至多一分钟。',
  'why.note-partial': '部分端口无法读取，因此可能有看不到的程序在监听。',

  'duration.seconds': '{seconds} 秒',
  'duration.minutes': '{minutes} 分钟',
  'duration.hours': '{hours} 小时 {minutes} 分钟',
  'duration.days': '{days} 天 {hours} 小时',
} as const;
