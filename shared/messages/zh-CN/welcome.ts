/** 仅首次启动窗口使用，随该窗口加载。 */
export const welcome = {
  'welcome.step': '第 {step} 步，共 {count} 步',
  'welcome.skip': '跳过',
  'welcome.back': '上一步',
  'welcome.next': '下一步',

  'welcome.machine-title':
    '{count, plural, =0 {这台机器上没有端口在使用} other {这台机器上有 # 个端口在使用}}',
  'welcome.machine-hint': 'Portreeve 只是查看，这些信息不会离开你的机器。',
  'welcome.reading': '正在读取端口…',
  'welcome.group-projects': '你的项目',
  'welcome.group-containers': '容器',
  'welcome.group-services': '数据库和服务器',
  'welcome.group-programs': '其他程序',
  'welcome.group-hidden': '其他账户的程序',
  'welcome.group-hidden-hint': '系统不透露是哪些程序。',
  'welcome.group-more': '另有 {count} 个',

  'welcome.choose-title': '要监视哪些端口？',
  'welcome.choose-hint': '别的程序占用这些端口时会通知你。已勾选的是项目文件中写明的端口。',
  'welcome.choose-ports': '要监视的端口',
  'welcome.looking': '正在查看你的项目文件…',
  'welcome.nothing-found':
    '目前运行的程序中没有看起来属于你的项目。可以选择一个文件夹，或以后在设置中添加。',
  'welcome.pick-folder': '在项目文件夹中查找…',
  'welcome.folder-unreadable': '无法读取 {folder}。',
  'welcome.folder-nothing': '{folder} 的文件中没有写明端口。',
  'welcome.folder-partial': '{folder} 太大，没有全部读完。',
  'welcome.for-owner': '占用者：{expected}。',
  'welcome.runs-now': '目前在此运行，但没有文件写明。',
  'welcome.watch': '监视 {count} 个端口',
  'welcome.watch-none': '暂不监视',

  'welcome.login-title': '准备就绪',
  'welcome.watching':
    '{count, plural, =0 {尚未监视任何端口。可以在设置中添加，或在列表里的端口上按 W。} other {从现在起监视 # 个端口。}}',
  'welcome.where-tray': '托盘图标显示当前状态，点击它可以查看所有端口。',
  'welcome.where-window': '此桌面没有托盘，因此 Portreeve 会以窗口形式打开。',
  'welcome.launch-at-login': '登录时启动',
  'welcome.launch-at-login-hint': '这样从一开始就能看到登录时被占用的端口。',
  'welcome.done': '完成',
} as const;
