/** 历史记录的文字，用于其窗口和命令。 */
export const history = {
  'history.hidden': '占用者不可见',
  'history.kind.occupancy': '占用',
  'history.standing.expected': '符合预期',
  'history.standing.squatter': '抢占',
  'history.standing.unwatched': '未受监视',
  'history.standing.hidden': '占用者不可见',
  'history.end.ended': '已结束',
  'history.end.goes-on': '仍在继续',
  'history.end.unwatched': 'Portreeve 停止了监视',
  'history.end.unknown': '结束时间未记录',
  'history.conflict-began': '{name}：发生冲突（{kind}）',
  'history.conflict-began-with': '{name}：与 {squatter} 冲突（{kind}）',
  'history.conflict-ended': '{name}：冲突结束',
  'history.killed':
    '已结束 {names}：{outcome, select, freed {端口已空闲} still_held {端口仍被占用} taken_again {端口又被占用} restarted {容器已重启} other {未能证实}}',
  'history.killed-by-rule':
    '已按规则结束 {names}：{outcome, select, freed {端口已空闲} still_held {端口仍被占用} taken_again {端口又被占用} restarted {容器已重启} other {未能证实}}',
  'history.reassigned': '{name} 已从 {from} 移到 {to}',
  'history.reassign-failed': '{name}：从 {from} 移到 {to} 失败',
  'history.reassign-restarted':
    '{name} 移动之后：{outcome, select, running {正在运行} not_ended {原进程未结束} not_started {未启动} not_up {未按时就绪} other {未等待}}',
  'history.reassign-undone': '{name}：已撤销从 {from} 到 {to} 的移动',
  'history.command-nothing': '该时间内没有记录。',
  'history.command-nobody-at':
    '据记录，{time} 时没有人占用{port, select, any {任何被记录的端口} other {端口 {port}}}。',
  'history.command-at': '{time} 时',
  'history.command-cut': 'portreeve：仅显示最新的 {count} 条。请指定端口或更短的时间。',
  'history.command-skipped': 'portreeve：历史记录中有 {count} 行无法理解，已跳过。',
  'history.command-off': 'portreeve：设置中已关闭对端口占用的记录。',
  'history.header-from': '从',
  'history.header-to': '到',
  'history.header-what': '性质',
  'history.header-when': '时间',
  'history.header-event': '事件',
} as const;
