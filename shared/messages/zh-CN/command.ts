/** `portreeve` 命令的输出。 */
export const command = {
  'command.usage': `portreeve：哪个进程占用哪个端口

用法
  portreeve list [--json]    列出所有监听及其占用者
  portreeve check [--json]   检查受监视的端口；退出码 0 正常，1 有冲突，2 扫描失败

选项
  --json                     机器可读的输出
  --user-data-dir DIR        从另一个文件夹读取设置
  --help, --version

示例
  portreeve list
  portreeve list --json
  portreeve check && npm run dev`,
  'command.unknown': 'portreeve：无法识别“{argument}”。请运行“portreeve --help”。',
  'command.scan-failed': 'portreeve：无法读取端口。{reason}',
  'command.partial': 'portreeve：部分端口无法读取（{missing}）。',
  'command.no-listeners': '没有程序在监听端口。',
  'command.nothing-watched': '尚未监视任何端口。可在设置窗口中添加。',
  'command.hidden-owner': '（隐藏）',
  'command.header-port': '端口',
  'command.header-protocol': '协议',
  'command.header-address': '地址',
  'command.header-user': '用户',
  'command.header-pid': 'PID',
  'command.header-program': '程序',
  'command.header-folder': '文件夹',
  'command.check-line': '{port} {name}：{verdict}',
  'command.check-conflict': '{port} {name}：被 {holder} 占用，应为{expected}',

  'terminal.started': 'Portreeve 正在监视 {watched} 个端口。{summary}',
  'terminal.changed': '{time} {summary}',
} as const;
