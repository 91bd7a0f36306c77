import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TITLE_RULES } from '../../shared/title-rules.ts';
import { toTitle } from '../../shared/titles.ts';

const titleOf = (command: string, name = '', executable?: string) =>
  toTitle({
    name: name === '' ? command.replace(/ .*$/s, '') : name,
    command,
    ...(executable !== undefined && { executable }),
  });

/** Command, title; then the process's own name and its program's path where they matter. */
const KNOWN: readonly (readonly [string, string, string?, string?])[] = [
  ['PM2 v5.3.0: God Daemon (/home/ann/.pm2)', 'PM2'],
  ['npm run dev', 'npm run dev', 'npm run dev', '/usr/bin/node'],
  ['node /usr/bin/pnpm dev', 'pnpm dev'],
  ['node /home/ann/shop/node_modules/.bin/vite --port 3000', 'vite'],
  ['node /home/ann/shop/node_modules/.pnpm/vite@7.0.0/node_modules/vite/bin/vite.js', 'vite'],
  ['node /x/node_modules/.bin/vite preview', 'vite preview'],
  ['node /x/node_modules/vitest/vitest.mjs', 'vitest'],
  ['next-server (v15.1.0)', 'next-server', 'next-server (v1', '/usr/bin/node'],
  ['node /x/node_modules/next/dist/bin/next dev -p 3001', 'next dev'],
  ['node /x/node_modules/.bin/next', 'next'],
  ['node /x/node_modules/nuxi/bin/nuxi.mjs dev', 'nuxt dev'],
  ['node /x/node_modules/.bin/nuxt', 'nuxt'],
  ['node /x/node_modules/.bin/astro dev', 'astro dev'],
  ['node /x/node_modules/.bin/astro', 'astro'],
  ['node /x/node_modules/.bin/webpack-dev-server --hot', 'webpack-dev-server'],
  ['node /x/node_modules/webpack/bin/webpack.js serve', 'webpack serve'],
  ['node /x/node_modules/.bin/rsbuild dev', 'Rspack'],
  ['node /x/node_modules/.bin/parcel src/index.html', 'Parcel'],
  ['node /x/node_modules/@remix-run/dev/dist/cli.js dev', 'Remix'],
  ['node /x/node_modules/.bin/react-router dev', 'React Router'],
  ['/usr/bin/node /x/node_modules/react-scripts/scripts/start.js', 'react-scripts start'],
  ['node /x/node_modules/@angular/cli/bin/ng.js serve', 'ng serve'],
  ['ng serve --port 4200', 'ng serve', 'ng serve', '/usr/bin/node'],
  ['node /x/node_modules/@vue/cli-service/bin/vue-cli-service.js serve', 'Vue CLI'],
  ['node /x/node_modules/.bin/svelte-kit dev', 'SvelteKit'],
  ['node /x/node_modules/.bin/gatsby develop', 'Gatsby'],
  ['node /x/node_modules/.bin/eleventy --serve', 'Eleventy'],
  ['node /x/node_modules/.bin/docusaurus start', 'Docusaurus'],
  ['node /x/node_modules/.bin/vitepress dev', 'VitePress'],
  ['node /x/node_modules/.bin/storybook dev -p 6006', 'Storybook'],
  ['node /x/node_modules/.bin/expo start', 'Expo'],
  ['node /x/node_modules/react-native/cli.js start', 'Metro'],
  ['node /x/node_modules/.bin/nest start --watch', 'NestJS'],
  ['node /x/node_modules/@adonisjs/assembler/build/index.js', 'AdonisJS'],
  ['node /x/node_modules/@strapi/strapi/bin/strapi.js develop', 'Strapi'],
  ['node /x/node_modules/.bin/prisma studio', 'Prisma Studio'],
  ['node /x/node_modules/wrangler/bin/wrangler.js dev', 'Wrangler'],
  ['/x/node_modules/@cloudflare/workerd-linux-64/bin/workerd serve', 'workerd', 'workerd'],
  [
    'node /usr/lib/node_modules/firebase-tools/lib/bin/firebase.js emulators:start',
    'Firebase emulators',
  ],
  ['node /x/node_modules/.bin/serverless offline', 'Serverless'],
  ['node /x/node_modules/.bin/json-server db.json', 'json-server'],
  ['node /x/node_modules/.bin/http-server', 'http-server'],
  ['node /x/node_modules/.bin/serve dist', 'serve'],
  ['node /x/node_modules/.bin/live-server', 'live-server'],
  ['node /x/node_modules/.bin/browser-sync start', 'Browsersync'],
  ['node /home/ann/.meteor/meteor', 'Meteor'],
  ['/x/node_modules/@esbuild/linux-x64/bin/esbuild --serve=8000', 'esbuild', 'esbuild'],
  ['/x/node_modules/turbo-linux-64/bin/turbo run dev', 'Turborepo', 'turbo'],
  ['node /x/node_modules/.bin/nx serve shop', 'Nx'],
  ['node /x/node_modules/.bin/playwright test', 'Playwright'],
  ['node /x/lib/tsserver.js --useNodeIpc', 'TypeScript server'],
  ['node /x/node_modules/.bin/nodemon --inspect api.js', 'nodemon api.js'],
  ['node /x/node_modules/.bin/nodemon', 'nodemon'],
  ['node /x/node_modules/.bin/tsx watch src/api.ts', 'tsx api.ts'],
  [
    'node --require /x/node_modules/tsx/dist/preflight.cjs --import file:///x/node_modules/tsx/dist/loader.mjs src/api.ts',
    'tsx api.ts',
  ],
  ['node /x/node_modules/.bin/ts-node-dev --respawn src/api.ts', 'ts-node api.ts'],
  ['node --watch --inspect server.js', 'node --watch server.js'],
  ['python3 manage.py runserver 8000', 'Django runserver'],
  ['python3 -m django runserver', 'Django runserver'],
  ['/venv/bin/python /venv/bin/flask run', 'Flask', 'flask'],
  ['python3 -m uvicorn --reload shop.main:app', 'uvicorn shop.main:app'],
  ['/venv/bin/python /venv/bin/uvicorn --factory x', 'uvicorn'],
  ['/venv/bin/python /venv/bin/fastapi dev main.py', 'FastAPI'],
  ['gunicorn: master [shop.wsgi]', 'gunicorn shop.wsgi', 'gunicorn: maste', '/usr/bin/python3.12'],
  ['/venv/bin/python /venv/bin/gunicorn shop.wsgi', 'gunicorn'],
  ['/venv/bin/python /venv/bin/hypercorn app', 'Hypercorn'],
  ['/venv/bin/python /venv/bin/daphne app', 'Daphne'],
  ['uwsgi --ini shop.ini', 'uWSGI'],
  ['python3 -m celery flower', 'Celery Flower'],
  ['/venv/bin/python /venv/bin/jupyter-lab --no-browser', 'JupyterLab'],
  ['python3 -m jupyter lab', 'JupyterLab'],
  ['python3 -m notebook', 'Jupyter Notebook'],
  ['python3 -m jupyter_server', 'Jupyter'],
  ['python3 -m ipykernel_launcher -f x.json', 'Jupyter kernel'],
  ['/venv/bin/python /venv/bin/streamlit run app/main.py', 'Streamlit main.py'],
  ['python3 -m streamlit hello', 'Streamlit'],
  ['/venv/bin/python /venv/bin/gradio app.py', 'Gradio'],
  ['/venv/bin/python /venv/bin/mkdocs serve', 'MkDocs'],
  ['/venv/bin/python /venv/bin/mlflow ui', 'MLflow'],
  ['/venv/bin/python /venv/bin/tensorboard --logdir x', 'TensorBoard'],
  ['/venv/bin/python /venv/bin/airflow webserver', 'Airflow'],
  ['python3 -m http.server 8000', 'Python http.server'],
  ['puma 6.4.2 (tcp://0.0.0.0:3000) [shop]', 'Puma (shop)', 'ruby', '/usr/bin/ruby3.2'],
  ['puma: cluster worker 0: 4711 [shop]', 'Puma', 'ruby', '/usr/bin/ruby3.2'],
  ['ruby /usr/bin/puma -p 3000', 'Puma'],
  ['ruby bin/rails server', 'rails server'],
  ['ruby /usr/bin/jekyll serve', 'Jekyll'],
  ['php artisan serve', 'Laravel artisan serve'],
  ['php -S 127.0.0.1:8000 /x/vendor/laravel/framework/src/server.php', 'Laravel'],
  ['symfony server:start', 'Symfony server'],
  ['php8.3 -S localhost:8000 -t public', 'php -S localhost:8000'],
  ['php-fpm: master process (/etc/php/8.3/fpm/php-fpm.conf)', 'PHP-FPM'],
  ['java -Xmx1G -cp /opt/kafka/libs/* kafka.Kafka config/server.properties', 'Kafka'],
  ['java -cp x org.apache.zookeeper.server.quorum.QuorumPeerMain', 'ZooKeeper'],
  ['java -cp x org.elasticsearch.bootstrap.Elasticsearch', 'Elasticsearch'],
  ['java -cp x org.opensearch.bootstrap.OpenSearch', 'OpenSearch'],
  ['java -cp x org.logstash.Logstash', 'Logstash'],
  ['java -cp x org.apache.cassandra.service.CassandraDaemon', 'Cassandra'],
  ['java -Dsolr.log.dir=/x -jar start.jar', 'Solr'],
  ['java -cp x org.neo4j.server.CommunityEntryPoint', 'Neo4j'],
  ['java -cp /opt/keycloak/lib/quarkus-run.jar x', 'Keycloak'],
  ['java -jar /usr/share/java/jenkins.war', 'Jenkins'],
  ['java -cp x org.sonar.server.app.WebServer', 'SonarQube'],
  ['java -cp x org.gradle.launcher.daemon.bootstrap.GradleDaemon 8.5', 'Gradle daemon'],
  ['java -cp x org.gradle.wrapper.GradleWrapperMain bootRun', 'Gradle'],
  ['java -cp x org.codehaus.plexus.classworlds.launcher.Launcher spring-boot:run', 'Maven'],
  ['java -cp x org.apache.catalina.startup.Bootstrap start', 'Tomcat'],
  [
    'java -cp /m2/spring-boot/3.2/spring-boot-3.2.jar com.example.ShopApplication',
    'ShopApplication (Spring Boot)',
  ],
  ['java -Dspring.profiles.active=dev -jar target/shop-1.0.jar', 'shop-1.0.jar (Spring Boot)'],
  ['java -Xmx2g -jar /opt/shop.jar', 'shop.jar'],
  [
    '/tmp/go-build123/b001/exe/server',
    'go run server',
    'server',
    '/tmp/go-build123/b001/exe/server',
  ],
  ['target/debug/shop --port 1', 'cargo run shop', 'shop', '/home/ann/shop/target/debug/shop'],
  ['air -c .air.toml', 'air'],
  ['dotnet watch --project shop', 'dotnet watch'],
  ['dotnet run', 'dotnet run'],
  ['dotnet /app/Shop.Api.dll', 'Shop.Api (.NET)'],
  ['/s/bin/Debug/net8.0/Shop', 'Shop (.NET)', 'Shop', '/s/bin/Debug/net8.0/Shop'],
  ['/usr/lib/erlang/erts/bin/beam.smp -- -noshell mix phx.server', 'Phoenix'],
  ['hugo server', 'Hugo'],
  ['deno run -A --watch main.ts', 'deno run main.ts'],
  ['bun run --hot src/api.ts', 'bun api.ts'],
  ['bun server.ts', 'bun server.ts'],
  [
    'postgres: 15/main: checkpointer',
    'PostgreSQL 15 main',
    'postgres',
    '/usr/lib/postgresql/15/bin/postgres',
  ],
  [
    '/usr/lib/postgresql/15/bin/postgres -D /var/lib/postgresql/15/main -c config_file=/etc/postgresql/15/main/postgresql.conf',
    'PostgreSQL 15 main',
    'postgres',
    '/usr/lib/postgresql/15/bin/postgres',
  ],
  ['postgres -D data', 'PostgreSQL 16', 'postgres', '/usr/lib/postgresql/16/bin/postgres'],
  ['postgres -D data', 'PostgreSQL'],
  ['/usr/sbin/pgbouncer /etc/pgbouncer.ini', 'PgBouncer'],
  ['/usr/sbin/mariadbd', 'MariaDB'],
  ['/usr/sbin/mysqld --port=3307', 'MySQL'],
  ['/usr/bin/redis-server 127.0.0.1:6379', 'Redis', 'redis-server'],
  ['valkey-server *:6379', 'Valkey'],
  ['memcached -m 64', 'Memcached'],
  ['mongod --dbpath /x', 'MongoDB'],
  ['/usr/lib/erlang/erts/bin/beam.smp -W w -sname rabbit@host', 'RabbitMQ'],
  ['/usr/bin/epmd -daemon', 'Erlang port mapper'],
  ['clickhouse-server --config x', 'ClickHouse'],
  ['/opt/couchdb/erts/bin/beam.smp -name couchdb@localhost', 'CouchDB'],
  ['influxd', 'InfluxDB'],
  ['cockroach start-single-node', 'CockroachDB'],
  ['nats-server -p 4222', 'NATS'],
  ['etcd --name x', 'etcd'],
  ['./qdrant', 'Qdrant'],
  ['meilisearch', 'Meilisearch'],
  ['minio server /data', 'MinIO'],
  ['mosquitto -v', 'Mosquitto'],
  ['nginx: master process /usr/sbin/nginx', 'nginx'],
  ['/usr/sbin/nginx -g x', 'nginx'],
  ['/usr/sbin/apache2 -k start', 'Apache'],
  ['caddy run', 'Caddy'],
  ['traefik', 'Traefik'],
  ['haproxy -f x', 'HAProxy'],
  ['envoy -c x', 'Envoy'],
  ['/venv/bin/python /venv/bin/mitmweb', 'mitmproxy'],
  ['ngrok http 3000', 'ngrok'],
  ['cloudflared tunnel', 'cloudflared'],
  [
    '/usr/bin/docker-proxy -proto tcp -host-ip 0.0.0.0 -host-port 8080 -container-ip 172.17.0.2 -container-port 80',
    'container 172.17.0.2:80',
  ],
  ['rootlessport', 'rootless container port'],
  ['ssh -N -L 5432:db:5432 ann@bastion', 'SSH tunnel to ann@bastion'],
  ['ssh -D 1080 bastion -p 22', 'SSH tunnel'],
  ['sshd: ann@pts/0', 'SSH session of ann', 'sshd'],
  ['/usr/sbin/sshd -D', 'SSH server'],
  ['kubectl port-forward -n shop svc/web 8080:80', 'kubectl port-forward svc/web'],
  ['kube-apiserver --x', 'Kubernetes API'],
  ['/usr/bin/dockerd -H fd://', 'Docker'],
  ['/usr/bin/containerd', 'containerd'],
  ['code-server --auth none', 'code-server'],
  ['/usr/lib/code-server/lib/node /usr/lib/code-server/out/node/entry', 'code-server', 'node'],
  ['/home/ann/.vscode-server/bin/abc/node server-main.js', 'VS Code server', 'node'],
  ['/usr/share/code/code --type=utility', 'VS Code'],
  ['chromedriver --port=9515', 'ChromeDriver'],
  ['/opt/google/chrome/chrome --remote-debugging-port=9222', 'Chrome debugging'],
  ['adb -L tcp:5037 fork-server server', 'Android adb'],
  ['/opt/Portreeve/portreeve', 'Portreeve', 'portreeve'],
  ['ollama serve', 'Ollama'],
  ['llama-server -m x.gguf', 'llama.cpp'],
  ['python3 -m vllm.entrypoints.openai.api_server', 'vLLM'],
  ['grafana server', 'Grafana'],
  ['/usr/bin/prometheus --x', 'Prometheus'],
  ['node_exporter', 'Prometheus node exporter'],
  ['loki -x', 'Loki'],
  ['jaeger-all-in-one', 'Jaeger'],
  ['otelcol --config x', 'OpenTelemetry Collector'],
  ['vault server -dev', 'Vault'],
  ['consul agent -dev', 'Consul'],
  ['mailpit', 'Mailpit'],
  ['MailHog', 'MailHog'],
  ['/usr/lib/postfix/sbin/master -w', 'Postfix', 'master', '/usr/lib/postfix/sbin/master'],
  ['syncthing serve', 'Syncthing'],
  ['tailscaled', 'Tailscale'],
  ['/usr/lib/systemd/systemd-resolved', 'systemd DNS'],
  ['/usr/lib/systemd/systemd-networkd', 'systemd network'],
  ['dnsmasq -C x', 'dnsmasq'],
  ['avahi-daemon: running [vm.local]', 'mDNS (Avahi)', 'avahi-daemon'],
  ['/usr/sbin/cupsd -l', 'CUPS printing'],
  ['rpcbind -w', 'RPC port mapper'],
  ['smbd', 'Samba'],
  ['chronyd', 'NTP'],
];

describe('a title', () => {
  const examples = KNOWN.map(([command, title, name, path]) => ({ command, title, name, path }));

  test.each(examples)('of $command is $title', ({ command, title, name, path }) => {
    expect(titleOf(command, name, path).text).toBe(title);
  });

  test('is known for each rule by an example, and a rule that never wins is none', () => {
    const won = new Set(KNOWN.map(([command, , name, path]) => titleOf(command, name, path).text));
    const lost = TITLE_RULES.filter(({ title }) => {
      const pattern = title
        .split(/\{\w+\}/)
        .map((part) => part.replaceAll(/[.()]/g, '\\$&'))
        .join('.*');
      return ![...won].some((text) => new RegExp(`^${pattern}$`).test(text));
    });
    expect(lost).toEqual([]);
  });

  test.each([
    ['node', 'node', 'program', undefined],
    ['node -e setInterval(()=>{},1)', 'node', 'program', undefined],
    ['node --inspect server.js', 'node server.js', 'script', 'server.js'],
    ['/usr/bin/python3.12 -u /srv/api/app.py', 'python app.py', 'script', 'app.py'],
    ['python3 -uc print(1)', 'python3', 'program', undefined],
    ['python3 -Im shop.api', 'python shop.api', 'script', 'shop.api'],
    ["node '/home/ann/ann'\\''s shop/server.js'", 'node server.js', 'script', 'server.js'],
    ["node '/home/ann/my shop/server.js'", 'node server.js', 'script', 'server.js'],
    ['vim notes.txt', 'vim', 'program', undefined],
    ['shop: worker 1', 'shop:', 'program', undefined],
    ['', '', 'program', undefined],
  ])('of %j, which no rule knows, is %s', (command, text, kind, tool) => {
    expect(titleOf(command)).toMatchObject({ text, kind, tool });
  });

  test('names the process by its file where the thread name says nothing', () => {
    expect(titleOf('node', 'MainThread', '/usr/bin/node').name).toBe('node');
  });

  test('is not fooled by a word in the arguments', () => {
    expect(titleOf('vim /etc/nginx/nginx.conf').text).toBe('vim');
    expect(titleOf('node server.js vite').text).toBe('node server.js');
    expect(titleOf('cat postgres').text).toBe('cat');
  });

  test('of a hostile process is harmless text', () => {
    expect(titleOf('\u001b]0;x', '\u001b]0;x\u0007\n\u202e')).toMatchObject({
      text: '\ufffd]0;x\ufffd\ufffd\ufffd',
      name: '\ufffd]0;x\ufffd\ufffd\ufffd',
    });
    expect(titleOf("node '/x/\u001b[31m\u202e.js'").text).toBe('node \ufffd[31m\ufffd.js');
  });

  test('of anything is short, safe and found in no time', () => {
    const words = fc.constantFrom(
      'node',
      'ssh',
      '-L',
      'tsx',
      '/tsx/dist/loader',
      ' ',
      "'",
      '-',
      'postgres:',
      '15/main: ',
      'java',
      'spring-boot',
      'a.b.',
      '\u001b',
      '\n',
    );
    const command = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.array(words, { maxLength: 400 }).map((parts) => parts.join(' ')),
      fc.array(words, { maxLength: 400 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(command, fc.string({ unit: 'binary' }), fc.string(), (command, name, path) => {
        const { text, name: shown, tool } = toTitle({ name, command, executable: path });
        for (const part of [text, shown, tool ?? '']) {
          expect(part.length).toBeLessThanOrEqual(60);
          expect(part).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        }
      }),
    );
  });
});
