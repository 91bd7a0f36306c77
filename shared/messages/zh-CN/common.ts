/** 托盘、窗口和命令共用的句子。 */
export const common = {
  'app.name': 'Portreeve',

  'summary.conflicts': '{count} 个冲突',
  'summary.listeners': '{count, plural, =0 {没有监听} other {# 个监听}}',
  'summary.calm': '所有端口均符合预期',
  'summary.nothing-watched': '尚未监视任何端口',
  'summary.paused': '监视已暂停',
  'summary.starting': '正在读取端口',
  'summary.not-watching': '未在监视：扫描失败',
  'summary.undetermined': '{count} 个端口无法判断',

  'verdict.free': '空闲',
  'verdict.expected': '符合预期',
  'verdict.conflict': '冲突',
  'verdict.undetermined': '无法判断',
  'conflict.split': '分裂',
  'conflict.shadowed': '被遮蔽',
  'conflict.outgoing': '使用中',
  'conflict.reserved': '已保留',
  'conflict.claimed-twice': '重复指定',
  'conflict.drifted': '在别处',
  'conflict-sentence.squatted': '被 {holder} 占用，应为{expected}',
  'conflict-sentence.squatted-elsewhere':
    '被 {holder} 占用，应为{expected}，而该服务正在监听 {port}',
  'conflict-sentence.split-reaches-squatter':
    'localhost 连到的是 {squatterAddress} 上的 {holder}；服务只占有 {serviceAddress}',
  'conflict-sentence.split-reaches-service':
    'localhost 连到 {serviceAddress} 上的服务，但在 {squatterAddress} 上应答的是 {holder}',
  'conflict-sentence.shadowed':
    '发往 {squatterAddress} 的连接由 {holder} 接收；服务只得到 {serviceAddress} 的其余部分',
  'verdict.free-closing': '空闲，但仍有 {count} 个连接正在关闭：有些程序在一分钟内无法使用该端口',
  'conflict-sentence.outgoing': '{program} 正用它连接 {remote}；该连接结束后端口即空闲',
  'conflict-sentence.outgoing-hidden':
    '一个对你隐藏的进程正用它连接 {remote}；该连接结束后端口即空闲',
  'conflict-sentence.reserved': '低于 {from} 的端口需要管理员权限',
  'conflict-sentence.claimed-twice': '{other} 设置了同一端口',
  'conflict-sentence.drifted': '空闲，但其服务正在监听 {port}',
  'conflict.squatted': '被占用',
  'undetermined.not-scanned': '尚未读取',
  'undetermined.scan-failed': '无法判断：扫描失败',
  'undetermined.scan-partial': '无法判断：部分端口无法读取',
  'undetermined.owner-hidden': '被 {user} 的一个进程占用，你无权查看该进程',

  'rule.anybody': '任何程序',
  'rule.executable': '{executable}',
  'rule.command': '形如 {pattern} 的命令',
  'rule.project': '{folder} 中的进程',

  'scan-failure.not-found': '系统未在此处提供端口信息。',
  'scan-failure.not-permitted': '系统不允许 Portreeve 读取端口。',
  'scan-failure.timed-out': '读取端口耗时过长。',
  'scan-failure.unreadable': '无法解析系统的端口列表。',
  'scan-failure.unsupported-platform': 'Portreeve 尚不能读取此系统的端口。',
  'scan-failure.next': '显示的是上一次成功读取的结果。Portreeve 会自动继续尝试。',

  'passed-over.in-use': '{port} 正被占用',
  'passed-over.watched': '{port} 已为另一个服务受监视',
  'passed-over.privileged': '{port} 需要管理员权限',
  'passed-over.not-permitted': '系统不允许使用 {port}',
  'passed-over.current': '{port} 就是当前端口',

  'reassign.reassigned': '{name} 将移到端口 {to}：{file} 已更改。重启 {name} 后生效。',
  'reassign.changed': '在你查看之后，文件或端口已变化。没有写入任何内容。',
  'reassign.port-taken': '端口 {port} 在此期间被占用。没有写入任何内容；请再看一次。',
  'reassign.write-failed': '无法写入 {file}，文件保持原样。{reason}',
  'reassign.token-expired': '该计划已过期。没有写入任何内容；请再看一次。',
  'reassign-refusal.unknown-watched-port': '此端口已不再受监视。',
  'reassign-refusal.no-fallback': '没有为 {name} 设置其他端口。请在设置中添加。',
  'reassign-refusal.no-config-target':
    'Portreeve 不知道 {name} 的端口写在哪里。请在设置中指定它的 .env 文件。',
  'reassign-refusal.no-free-port': '其他端口都不空闲：{reasons}。',
  'reassign-refusal.edit-refused': '{file} 未被改动：{reason}',
  'edit-refusal.file-missing': '文件不存在。',
  'edit-refusal.file-unreadable': '文件无法读取。',
  'edit-refusal.file-not-regular': '它不是普通文件。',
  'edit-refusal.file-too-large': '它大于 1 MiB。',
  'edit-refusal.file-not-utf8': '它不是 UTF-8 文本。',
  'edit-refusal.key-missing': '其中没有 {key} 这一行。',
  'edit-refusal.key-duplicated': '{key} 被设置了不止一次。',
  'edit-refusal.value-differs': '{key} 的值不是 {port}。',
  'edit-refusal.value-not-plain': '{key} 的值不是纯数字。',
  'edit-refusal.check-failed': '更改后的文件读起来会与预期不符。',
  'write-failure.not-permitted': '系统不允许。',
  'write-failure.disk-full': '磁盘已满。',
  'write-failure.read-only': '文件或其文件夹为只读。',
  'write-failure.busy': '另一个程序正打开着它。',
  'write-failure.unknown': '系统没有给出已知的原因。',

  'undo.undone': '{name} 已回到端口 {to}：{file} 已恢复原样。重启 {name} 后生效。',
  'undo.nothing-to-undo': '没有可撤销的操作。',
  'undo.port-watched': '端口 {port} 现在为 {other} 所监视。未作任何更改；请先为 {other} 另选端口。',
  'undo.changed': '{file} 之后又被编辑过，因此未被改动。其早先的内容在 {backup}。',
  'undo.write-failed': '无法写入 {file}。{reason}其早先的内容在 {backup}。',

  'notice.settings-set-aside':
    '设置文件已损坏，保留为 {keptAs}；{restoredFrom, select, backup {正在使用最近一份完好的副本} other {Portreeve 已以默认设置启动}}。',
  'notice.settings-newer':
    '设置来自更新版本的 Portreeve。它们未被改动，更改也不会保存。请更新 Portreeve。',
  'notice.settings-unreadable':
    '设置文件 {file} 已损坏或无法读取。它未被改动，更改也不会保存。请检查该文件及其权限。',
  'notice.settings-not-saved':
    '设置无法保存到 {file}。在 Portreeve 退出前仍然有效。请检查磁盘和权限。',
  'notice.history-not-saved': '历史记录无法写入 {file}。请检查磁盘和权限。',
  'notice.no-tray': '此桌面不显示托盘，因此窗口保持打开。再次启动 Portreeve 即可让它重新出现。',
  'notice.running-as-root':
    'Portreeve 正以 root 身份运行，且没有沙盒。请尽可能以普通用户身份运行。',
} as const;
