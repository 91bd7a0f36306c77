/** 探测得到的结果。 */
export const health = {
  'probe-failure.refused': '拒绝连接',
  'probe-failure.timed-out': '未按时应答',
  'probe-failure.closed': '没有应答就关闭了连接',
  'probe-failure.unreachable': '无法连接',
  'probe-failure.not-http': '应答的不是 HTTP',
  'probe-failure.too-long': '应答的头部没有尽头',
  'probe-failure.wrong-status': '应答的状态码为 {status}',

  'health.title': '健康状况',
  'health.healthy': '{since} 起健康。',
  'health.failing': '{since} 起应答不佳：{failure}。',
  'health.down': '{since} 起失去应答：{failure}。',
  'health.not-yet': '尚未探测。',
  'health.milliseconds': '{ms, number, ::.0} 毫秒',
  'health.of': '最近 {count} 次应答所用的时间',

  'health.sentence-failing': '应答不佳：{failure}',
  'health.sentence-down': '已失去应答：{failure}',
} as const;
