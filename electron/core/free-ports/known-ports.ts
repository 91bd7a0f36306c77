/*
 * Ports that are free and yet no good choice.
 */

/**
 * The "bad ports" of the WHATWG fetch standard, which no browser opens; Chromium may refuse more
 * on localhost.
 */
export const BROWSER_BLOCKED: ReadonlySet<number> = new Set([
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102,
  103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465,
  512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993,
  995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668,
  6669, 6679, 6697, 10_080,
]);

/**
 * Where a developer's machine may have a database, a broker or a cluster any day. Ports that
 * every second dev server starts on (3000, 5173, 8000, 8080) are not among them.
 */
export const WELL_KNOWN: ReadonlyMap<number, string> = new Map([
  [1080, 'SOCKS'],
  [1194, 'OpenVPN'],
  [1433, 'SQL Server'],
  [1521, 'Oracle Database'],
  [1812, 'RADIUS'],
  [1883, 'MQTT'],
  [1900, 'SSDP'],
  [2181, 'ZooKeeper'],
  [2375, 'Docker'],
  [2376, 'Docker'],
  [2377, 'Docker Swarm'],
  [2379, 'etcd'],
  [2380, 'etcd'],
  [3306, 'MySQL'],
  [3389, 'Remote Desktop'],
  [3478, 'STUN'],
  [3690, 'Subversion'],
  [4222, 'NATS'],
  [4317, 'OpenTelemetry'],
  [4318, 'OpenTelemetry'],
  [4369, 'Erlang'],
  [5353, 'mDNS'],
  [5355, 'LLMNR'],
  [5432, 'PostgreSQL'],
  [5601, 'Kibana'],
  [5671, 'AMQP'],
  [5672, 'AMQP'],
  [5900, 'VNC'],
  [5901, 'VNC'],
  [5984, 'CouchDB'],
  [5985, 'WinRM'],
  [5986, 'WinRM'],
  [6379, 'Redis'],
  [6432, 'PgBouncer'],
  [6443, 'Kubernetes'],
  [7077, 'Spark'],
  [7474, 'Neo4j'],
  [7687, 'Neo4j'],
  [8086, 'InfluxDB'],
  [8125, 'StatsD'],
  [8200, 'Vault'],
  [8500, 'Consul'],
  [8529, 'ArangoDB'],
  [8883, 'MQTT'],
  [9042, 'Cassandra'],
  [9090, 'Prometheus'],
  [9092, 'Kafka'],
  [9093, 'Alertmanager'],
  [9100, 'Node exporter'],
  [9200, 'Elasticsearch'],
  [9229, 'Node inspector'],
  [9300, 'Elasticsearch'],
  [9411, 'Zipkin'],
  [9418, 'Git'],
  [10_250, 'kubelet'],
  [11_211, 'memcached'],
  [11_434, 'Ollama'],
  [15_672, 'RabbitMQ'],
  [16_686, 'Jaeger'],
  [25_565, 'Minecraft'],
  [26_257, 'CockroachDB'],
  [27_017, 'MongoDB'],
  [28_015, 'RethinkDB'],
  [32_400, 'Plex'],
  [51_820, 'WireGuard'],
]);
