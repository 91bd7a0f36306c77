/** `portreeve` 命令的输出。 */
export const command = {
  'command.usage': `portreeve：哪个进程占用哪个端口

用法
  portreeve list [筛选]        列出所有监听及其占用者
  portreeve check              检查受监视的端口：退出码 0 正常，1 有冲突
  portreeve why 端口 [--udp]   谁占用该端口、它从何而来、结束它会怎样，
                               以及程序为何用不了该端口
  portreeve watch [筛选]       每有变化输出一行，按 Ctrl+C 结束

list 和 watch 的筛选；给出的条件须全部符合
  --port 3000                  也可写 3000-3999 或 3000,8080
  --name vite                  程序名称的一部分
  --project shop               项目文件夹：名称，或路径，如 . 或 ~/shop
  --user ann
  --protocol tcp|udp
  --scope loopback             仅本机；wildcard：所有网络接口；interface：其中一个

选项
  --json                       机器可读的输出，适用于所有命令
  --interval MS                用于 watch：查看间隔，200 到 60000 毫秒
  --user-data-dir DIR          从另一个文件夹读取设置
  --help, --version

所有命令的退出码 2：无法读取端口，或无法理解命令。

示例
  portreeve why 3000
  portreeve list --project . --json
  portreeve check && npm run dev`,
  'command.unknown': 'portreeve：无法识别“{argument}”。请运行“portreeve --help”。',
  'command.flag-not-here': 'portreeve：{flag} 不能用于“{verb}”。请运行“portreeve --help”。',
  'command.value-missing': 'portreeve：{flag} 需要{wanted}。',
  'command.value-bad': 'portreeve：无法理解 {flag} “{value}”；需要{wanted}。',
  'command.wanted-port': ' 1 到 65535 之间的端口',
  'command.wanted-ports': '端口，如 3000、3000-3999 或 3000,8080',
  'command.wanted-protocol': ' tcp 或 udp',
  'command.wanted-scope': ' loopback、wildcard 或 interface',
  'command.wanted-interval': ' 200 到 60000 之间的毫秒数',
  'command.wanted-text': '后面的值',
  'command.scan-failed': 'portreeve：无法读取端口。{reason}',
  'command.partial': 'portreeve：部分端口无法读取（{missing}）。',
  'command.no-listeners': '没有程序在监听端口。',
  'command.none-fits': '没有符合全部条件的监听。',
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

  'terminal.started': 'Portreeve 正在监视 {watched} 个端口。{summary}',
  'terminal.changed': '{time} {summary}',
} as const;
