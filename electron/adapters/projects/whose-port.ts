/*
 * DB_PORT, spring.datasource.port, [redis] port: numbers of other services, on which the project
 * depends and does not listen.
 */

const SERVERS =
  'db|database|sql|postgres|postgresql|pg|mysql|mariadb|mssql|mongo|mongodb|oracle|clickhouse|redis|valkey|memcached|cache|rabbitmq|amqp|kafka|broker|queue|nats|mqtt|elastic|elasticsearch|opensearch|smtp|mail|mailer|imap|pop3|ldap|zookeeper|etcd|consul|vault|minio|s3|statsd|graphite|influx|influxdb|syslog|jaeger|otel|ftp|sftp|ssh|datasource|jdbc';
/** What stands on the other side, in the same process or within a container. */
const ROLES =
  'proxy|upstream|target|remote|peer|client|hmr|debug|debugger|inspect|inspector|container|internal';

const toWords = (words: string): RegExp => new RegExp(`(?<![a-z])(?:${words})(?![a-z])`, 'i');
const OTHER_SERVER = toWords(SERVERS);
const OTHER_PORT = toWords(`${SERVERS}|${ROLES}`);

/** Whether a key or a path speaks of a port on which the project itself does not listen. */
export function isOtherPort(key: string): boolean {
  return OTHER_PORT.test(toSpaced(key));
}

/** Whether it names a server of another kind, such as a database. */
export function isOtherServer(key: string): boolean {
  return OTHER_SERVER.test(toSpaced(key));
}

/** `dbPort` as `db Port`. */
function toSpaced(key: string): string {
  return key.replaceAll(/([a-z\d])([A-Z])/g, '$1 $2');
}
