/** 托盘、窗口和命令共用的句子。 */
export const common = {
  'app.name': 'Portreeve',
  'list.separator': '、',
  'list.clause-separator': '；',

  'summary.conflicts': '{count} 个冲突',
  'summary.listeners': '{count, plural, =0 {没有监听} other {# 个监听}}',
  'summary.calm': '所有端口均符合预期',
  'summary.nothing-watched': '尚未监视任何端口',
  'summary.paused': '监视已暂停',
  'summary.starting': '正在读取端口',
  'summary.not-watching': '未在监视：扫描失败',
  'summary.undetermined': '{count} 个端口无法判断',
  'summary.down': '{count} 个服务失去应答',

  'verdict.free': '空闲',
  'verdict.expected': '符合预期',
  'verdict.held': '由 Portreeve 保留',
  'verdict.conflict': '冲突',
  'verdict.undetermined': '无法判断',
  'verdict.failing': '应答不佳',
  'verdict.down': '失去应答',
  'conflict.split': '分别占用',
  'conflict.shadowed': '被遮蔽',
  'conflict.outgoing': '使用中',
  'conflict.reserved': '需要权限',
  'conflict.excluded': '由 Windows 保留',
  'conflict.claimed-twice': '重复指定',
  'conflict.drifted': '在其他端口',
  'conflict-sentence.squatted': '被 {holder} 占用，应为 {expected}',
  'conflict-sentence.squatted-elsewhere':
    '被 {holder} 占用，应为 {expected}，而该服务正在监听 {port}',
  'conflict-sentence.shared': '{holder} 与该服务共用此端口：每个连接会到达其中之一',
  'conflict-sentence.split-reaches-squatter':
    'localhost 连到的是 {squatterAddress} 上的 {holder}；服务只占有 {serviceAddress}',
  'conflict-sentence.split-reaches-service':
    'localhost 连到 {serviceAddress} 上的服务，但在 {squatterAddress} 上应答的是 {holder}',
  'conflict-sentence.shadowed':
    '发往 {squatterAddress} 的连接由 {holder} 接收；服务只得到 {serviceAddress} 的其余部分',
  'verdict.free-closing': '空闲，但仍有 {count} 个连接正在关闭：有些程序在一分钟内无法使用该端口',
  'verdict.free-kept':
    '空闲，但 {program}（pid {pid}）仍占着之前的 {count} 个连接：不要求地址复用（SO_REUSEADDR）的程序此时无法使用该端口',
  'verdict.free-kept-hidden':
    '空闲，但一个对你隐藏的进程仍占着之前的 {count} 个连接：不要求地址复用（SO_REUSEADDR）的程序此时无法使用该端口',
  'conflict-sentence.outgoing': '{program} 正用它连接 {remote}；该连接结束后端口即空闲',
  'conflict-sentence.outgoing-hidden':
    '一个对你隐藏的进程正用它连接 {remote}；该连接结束后端口即空闲',
  'conflict-sentence.half-closed':
    '{program}（pid {pid}）仍占着一个对端已关闭的连接；它关闭该连接或退出后端口即空闲',
  'conflict-sentence.half-closed-hidden':
    '一个对你隐藏的进程仍占着一个对端已关闭的连接；它关闭该连接或退出后端口即空闲',
  'conflict-sentence.in-use-elsewhere': '{sentence}；其服务目前正在监听 {port}',
  'conflict-sentence.reserved': '低于 {from} 的端口需要管理员权限',
  'conflict-sentence.excluded': 'Windows 为自身保留了端口 {from}–{to}',
  'conflict-sentence.claimed-twice': '{other} 设置了同一端口',
  'conflict-sentence.drifted': '空闲，但其服务正在监听 {port}',
  'conflict.squatted': '被抢占',
  'undetermined.not-scanned': '尚未读取',
  'undetermined.scan-failed': '无法判断：扫描失败',
  'undetermined.scan-partial': '无法判断：部分端口无法读取',
  'undetermined.owner-hidden': '被 {user} 的一个进程占用，你无权查看该进程',
  'undetermined.container-unknown': '无法判断：这是某个容器的端口，但其引擎未告知是哪个容器',
  'undetermined.owner-unclear': '无法判断：占用它的进程可读取的信息不足',

  'rule.anybody': '任何程序',
  'rule.executable': '{executable}',
  'rule.command': '形如 {pattern} 的命令',
  'rule.project': '{folder} 中的进程',
  'rule.container': '容器 {name}',

  'scan-failure.not-found': '系统未在此处提供端口信息。',
  'scan-failure.not-permitted': '系统不允许 Portreeve 读取端口。',
  'scan-failure.timed-out': '读取端口耗时过长。',
  'scan-failure.unreadable': '无法解析系统的端口列表。',
  'scan-failure.unsupported-platform': 'Portreeve 尚不能读取此系统的端口。',
  'scan-failure.next': '显示的是上一次成功读取的结果。Portreeve 会自动继续尝试。',

  'passed-over.in-use': '{port} 正被占用',
  'passed-over.in-use-by': '{port} 正被 {by} 占用',
  'passed-over.watched': '{port} 已为其他服务受监视',
  'passed-over.watched-by': '{port} 已为 {by} 受监视',
  'passed-over.privileged': '{port} 需要管理员权限',
  'passed-over.not-permitted': '系统不允许使用 {port}',
  'passed-over.current': '{port} 就是当前端口',
  'passed-over.leased': '{port} 已租给其他服务',
  'passed-over.excluded': '{port} 位于系统不分配给任何程序的范围',
  'passed-over.reserved': '{port} 由管理员为其他程序保留',
  'passed-over.browser-blocked': '{port} 被浏览器屏蔽',
  'passed-over.well-known': '{port} 是其他程序的常用端口',
  'passed-over.well-known-by': '{port} 是 {by} 的常用端口',
  'passed-over.recently-taken': '{port} 刚刚被占用',
  'passed-over.contested': '{port} 经常发生冲突，因此排在其他端口之后',
  'passed-over.given-last': '{port} 是上一次选中的端口',
  'passed-over.untestable': '无法测试 {port}：系统没有可用的套接字',
  'passed-over.more': '另外 {count} 项',

  'reassign.reassigned':
    '{name} 将移到端口 {to}：{files} {count, plural, other {已更改}}。重启 {name} 后生效。',
  'reassign.running':
    '{name} 已移动，启动 {seconds, number, ::.0} 秒后已在端口 {to} 上运行。{files} {count, plural, other {已更改}}。',
  'reassign.not-ended':
    '{files} {count, plural, other {已改为}}端口 {to}，但 {holder} 没有让出旧端口，因此没有启动任何程序。请自行重启 {name}，或撤销此次移动。',
  'reassign.not-started':
    '{files} {count, plural, other {已改为}}端口 {to}，但 {name} 没有运行。{reason}请自行启动，或撤销此次移动。',
  'reassign.not-up':
    '{files} {count, plural, other {已更改}}，{name} 也已启动，但 {seconds} 秒后端口 {to} 上仍无人监听。原因见其输出；此次移动可以撤销。',
  'reassign.not-up-taken':
    '{files} {count, plural, other {已更改}}，{name} 也已启动，但 {seconds} 秒后在端口 {to} 上监听的是 {holder}。请撤销此次移动，或另选端口。',
  'reassign.not-up-old':
    '{files} {count, plural, other {已更改}}，{name} 也已启动，但 {seconds} 秒后它监听的仍是旧端口 {from}，而不是 {to}：它的端口另有来源。请撤销此次移动，或在其监视端口中填写该来源。',
  'reassign.not-awaited':
    '{files} {count, plural, other {已更改}}，{name} 也已启动。没有等待它在端口 {to} 上开始监听。',
  'reassign.changed': '在你查看之后，文件或端口已变化。没有写入任何内容。',
  'reassign.port-taken': '端口 {port} 在此期间被占用。没有写入任何内容；请再看一次。',
  'reassign.write-failed': '无法写入 {file}。未作任何更改。{reason}',
  'reassign.stuck': '只写入了一部分，且 {file} 无法恢复原样。其早先的内容在 {backup}。',
  'reassign.token-expired': '该计划已过期。没有写入任何内容；请再看一次。',
  'reassign-refusal.unknown-watched-port': '此端口已不再受监视。',
  'reassign-refusal.no-config-target':
    'Portreeve 不知道 {name} 的端口写在哪里。请在设置中指定写有它的文件。',
  'reassign-refusal.no-free-port': '其他端口都不可用：{reasons}。请在设置中另选端口。',
  'reassign-refusal.no-system-port': '系统没有可分配的端口。请关闭一些连接，或在设置中选择端口。',
  'reassign-refusal.edit-refused': '{file} 未被改动：{reason}',
  'edit-refusal.file-missing': '文件不存在。',
  'edit-refusal.file-unreadable': '文件无法读取。',
  'edit-refusal.file-not-regular': '它不是普通文件。',
  'edit-refusal.file-too-large': '它大于 1 MiB，或作为 YAML 大于 256 KiB。',
  'edit-refusal.file-not-utf8': '它不是 UTF-8 文本。',
  'edit-refusal.key-missing': '其中没有 {key}。',
  'edit-refusal.key-duplicated': '{key} 被设置了不止一次。',
  'edit-refusal.value-differs': '{key} 的值不是 {port}。',
  'edit-refusal.value-not-plain': '{key} 的值不是纯数字。',
  'edit-refusal.file-encrypted': '它由 SOPS 加密保护，改动会使其失效。请用 sops 更改。',
  'edit-refusal.syntax-invalid': '无法理解其内容。请先修正语法。',
  'edit-refusal.several-documents': '其中有多个文档。请改用正则表达式。',
  'edit-refusal.line-too-long': '该行太长，无法显示。',
  'edit-refusal.value-shared': '{key} 的值通过锚点、别名或合并与别处共用。请手动更改。',
  'edit-refusal.value-tagged': '{key} 的值带有标签，可能被转换成别的内容。',
  'edit-refusal.value-template': '{key} 的值来自别处。请在其来源处更改。',
  'edit-refusal.value-range': '{key} 是多个端口的范围。请手动更改。',
  'edit-refusal.value-ambiguous': '{key} 的值可以有不止一种读法。请手动更改。',
  'edit-refusal.container-port-only': '{key} 只写了容器内的端口。请写成“主机:容器”。',
  'edit-refusal.pattern-unmatched': '正则表达式 {key} 在其中没有匹配。',
  'edit-refusal.pattern-repeated': '正则表达式 {key} 匹配了不止一处。请写得更具体。',
  'edit-refusal.pattern-slow': '正则表达式 {key} 耗时太长。请写得更简单。',
  'edit-refusal.targets-overlap': '{key} 在此端口的位置中被写了两次。',
  'edit-refusal.check-failed': '更改后的文件读起来会与预期不符。',
  'write-failure.not-permitted': '系统不允许。',
  'write-failure.disk-full': '磁盘已满。',
  'write-failure.read-only': '文件或其文件夹为只读。',
  'write-failure.busy': '另一个程序正打开着它。',
  'write-failure.unknown': '系统没有给出已知的原因。',

  'undo.undone':
    '{name} 已回到端口 {to}：{files} {count, plural, other {已改回}}。重启 {name} 后生效。',
  'undo.nothing-to-undo': '没有可撤销的操作。',
  'undo.moved-since': '{name} 之后又从 {from} 移到了 {to}；请先撤销那次移动。未作任何更改。',
  'undo.port-watched': '端口 {port} 现在为 {other} 所监视。未作任何更改；请先为 {other} 另选端口。',
  'undo.changed': '{file} 之后又被编辑过，因此未被改动。其早先的内容在 {backup}。',
  'undo.write-failed': '无法写入 {file}。{reason}其早先的内容在 {backup}。',

  'notice.settings-set-aside':
    '设置文件已损坏，保留为 {keptAs}；{restoredFrom, select, backup {正在使用最近一份完好的副本} other {Portreeve 已以默认设置启动}}。',
  'notice.settings-newer':
    '设置来自更新版本的 Portreeve。它们未被改动，更改也不会保存。请更新 Portreeve。',
  'notice.settings-unreadable':
    '设置文件 {file} 已损坏或无法读取。它未被改动，更改也不会保存。请检查该文件及其权限。',
  'notice.settings-edit-bad':
    '设置文件被更改，且无法理解。此前的设置继续有效；请修正该文件，或在此更改任一设置，届时会将它另存一旁。',
  'notice.settings-not-saved':
    '设置无法保存到 {file}。在 Portreeve 退出前仍然有效。请检查磁盘和权限。',
  'notice.history-not-saved': '历史记录无法写入 {file}。请检查磁盘和权限。',
  'notice.restart-gave-up':
    '端口 {port} 上的 {name} 失去应答，重新启动也没有用。请查看它的输出，然后自行启动。',
  'notice.restart-impossible':
    '端口 {port} 上的 {name} 失去应答，而 Portreeve 不知道如何启动它。请在设置中填写其占用者和启动命令。',
  'notice.move-taken-back':
    'Portreeve 在移动途中结束，该移动已撤回：{files}。如仍需要，请再移动一次。',
  'notice.settings-changed-elsewhere':
    '你上次对设置{of, select, none {} other {（{names}）}}的更改未保存：同一时刻已有人写入同一设置，以其为准。请查看，如有需要再改一次。',
  'notice.move-unfinished':
    'Portreeve 在记录 {name} 从端口 {from} 到 {to} 的移动之前退出。{files} {count, plural, other {已更改}}，但尚未确认 {name} 是否在端口 {to} 上运行。如未运行，请启动它，或撤销这次移动。',
  'notice.move-stuck':
    'Portreeve 在移动途中结束，而 {file} 之后被编辑过或无法写入，请检查其中的端口。其早先的内容在 {backup}。',
  'notice.no-tray': '此桌面不显示托盘，因此窗口保持打开。再次启动 Portreeve 即可让它重新出现。',
  'notice.running-as-root':
    'Portreeve 正以 root 身份运行，且没有沙盒。请尽可能以普通用户身份运行。',
} as const;
