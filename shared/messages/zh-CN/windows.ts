/** What every window says: names, ages, addresses. */
export const windows = {
  'window.popover': 'Portreeve',
  'window.settings': 'Portreeve 设置',
  'window.history': 'Portreeve 历史记录',
  'window.welcome': '欢迎使用 Portreeve',
  'window.broken': '此窗口自身出了错。没有更改任何内容；托盘及其菜单仍可使用。',
  'window.reload': '重新载入',

  'summary.watched': '监视 {count} 个',
  'summary.ignored': '已忽略 {count} 个冲突',
  'summary.partial': '部分端口无法读取',
  'summary.as-before-pause': '暂停时的情况',

  'holder.plain': '{name}',
  'holder.tool': '{name}（{tool}）',
  'holder.in-folder': '{folder} 中的 {name}',
  'holder.tool-in-folder': '{folder} 中的 {name}（{tool}）',
  'holder.several': '{first} 及另外 {count} 个进程',
  'holder.hidden': '{user} 的隐藏进程',
  'holder.container': '容器 {name}（{image}）',

  'age.now': '刚刚',
  'age.minutes': '{count} 分钟',
  'age.hours': '{count} 小时',
  'age.days': '{count} 天',
  'scope.loopback': '仅限本机',
  'scope.wildcard': '所有网络接口：可从网络访问',
  'scope.interface': '单个网络接口',
  'facts.pids': 'pid {pids}',
  'facts.more': '及另外 {count} 个',
  'facts.since': '{since} 起',

  'link.open-page': '在浏览器中打开',
  'link.copy-url': '复制网址',
  'link.open-folder': '打开其文件夹',
  'link.copy-as-command': '复制为命令',
  'link.copy-command-line': '复制其命令行',
} as const;
