/** How to know by its program and command what a process really is. All that is given must fit. */
export interface TitleRule {
  /** What people call it; `{group}` is filled from the patterns' named groups. */
  readonly title: string;
  /** A `service` is the same wherever it runs; a `tool` works on the project in its folder. */
  readonly kind: 'tool' | 'service';
  /** File names of the program: of its path, its own name or its first argument. */
  readonly programs?: readonly string[];
  /** What an interpreter runs: a package, a module or a script without its ending. */
  readonly tools?: readonly string[];
  readonly command?: RegExp;
  readonly executable?: RegExp;
}

const tool = (title: string, fit: Omit<TitleRule, 'title' | 'kind'>): TitleRule => ({
  title,
  kind: 'tool',
  ...fit,
});
const service = (title: string, fit: Omit<TitleRule, 'title' | 'kind'>): TitleRule => ({
  title,
  kind: 'service',
  ...fit,
});

/** The first rule that fits counts. Patterns look at text that another program chose: keep them linear. */
export const TITLE_RULES: readonly TitleRule[] = [
  // Watchers come first: they name what they run.
  tool('PM2', { command: /^PM2 v\S+: God Daemon/ }),
  tool('nodemon {script}', {
    tools: ['nodemon'],
    command: /nodemon(?:\.js)? (?:-\S+ )*(?<script>[^-\s]\S*)/,
  }),
  tool('nodemon', { tools: ['nodemon'] }),
  tool('tsx {script}', {
    tools: ['tsx'],
    command: /(?:tsx|cli\.[cm]js) (?:watch )?(?:-\S+ )*(?<script>[^-\s]\S*)/,
  }),
  tool('tsx {script}', {
    command: /\/tsx\/dist\/(?:preflight|loader)\S* (?:-\S+ |file:\S+ )*(?<script>[^-\s]\S*)/,
  }),
  tool('ts-node {script}', {
    tools: ['ts-node', 'ts-node-dev'],
    command: /ts-node(?:-dev)? (?:-\S+ )*(?<script>[^-\s]\S*)/,
  }),
  tool('node --watch {script}', {
    programs: ['node'],
    command: /^\S+ --watch(?:-path=\S+)? (?:-\S+ )*(?<script>[^-\s]\S*)/,
  }),

  // What starts them shows among the ancestors.
  tool('{manager} {args}', {
    command:
      /^(?:\S*node (?:\S*\/)?)?(?<manager>npm|npx|pnpm|yarn)(?:-cli)?(?:\.c?js)? (?<args>[\w:.-]+(?: [\w:.-]+)?)/,
  }),

  // Web development in JavaScript.
  tool('next-server', { command: /^next-server\b/ }),
  tool('next {verb}', { tools: ['next'], command: /\bnext (?<verb>dev|start)\b/ }),
  tool('next', { tools: ['next'] }),
  tool('nuxt {verb}', {
    tools: ['nuxt', 'nuxi', '@nuxt/cli'],
    command: /(?<verb>dev|preview|start)\b/,
  }),
  tool('nuxt', { tools: ['nuxt', 'nuxi', '@nuxt/cli'] }),
  tool('vite preview', { tools: ['vite', 'vite-plus'], command: / preview\b/ }),
  tool('vite', { tools: ['vite', 'vite-plus', 'rolldown-vite'] }),
  tool('vitest', { tools: ['vitest'] }),
  tool('astro {verb}', { tools: ['astro'], command: /astro\S* (?<verb>dev|preview)\b/ }),
  tool('astro', { tools: ['astro'] }),
  tool('webpack-dev-server', { tools: ['webpack-dev-server'] }),
  tool('webpack serve', { tools: ['webpack', 'webpack-cli'], command: / (?:serve|server|s)\b/ }),
  tool('Rspack', { tools: ['@rspack/cli', 'rspack', '@rsbuild/core', 'rsbuild'] }),
  tool('Parcel', { tools: ['parcel', 'parcel-bundler'] }),
  tool('Remix', { tools: ['@remix-run/dev', '@remix-run/serve', 'remix', 'remix-serve'] }),
  tool('React Router', {
    tools: ['@react-router/dev', '@react-router/serve', 'react-router', 'react-router-serve'],
  }),
  tool('react-scripts start', { tools: ['react-scripts'] }),
  tool('ng serve', { tools: ['@angular/cli', 'ng'], command: / (?:serve|s)\b/ }),
  tool('ng serve', { command: /^ng serve\b/ }),
  tool('Vue CLI', { tools: ['@vue/cli-service', 'vue-cli-service'] }),
  tool('SvelteKit', { tools: ['@sveltejs/kit', 'svelte-kit'] }),
  tool('Gatsby', { tools: ['gatsby', 'gatsby-cli'] }),
  tool('Eleventy', { tools: ['@11ty/eleventy', 'eleventy'] }),
  tool('Docusaurus', { tools: ['@docusaurus/core', 'docusaurus'] }),
  tool('VitePress', { tools: ['vitepress'] }),
  tool('Storybook', {
    tools: ['storybook', '@storybook/cli', '@storybook/react', 'start-storybook'],
  }),
  tool('Expo', { tools: ['expo', '@expo/cli'] }),
  tool('Metro', { tools: ['metro', 'react-native', '@react-native-community/cli'] }),
  tool('NestJS', { tools: ['@nestjs/cli', 'nest'] }),
  tool('AdonisJS', { tools: ['@adonisjs/assembler'] }),
  tool('Strapi', { tools: ['@strapi/strapi', 'strapi'] }),
  tool('Prisma Studio', { tools: ['prisma'], command: / studio\b/ }),
  tool('Wrangler', { tools: ['wrangler'] }),
  tool('workerd', { programs: ['workerd'] }),
  tool('Firebase emulators', { tools: ['firebase-tools', 'firebase'] }),
  tool('Serverless', { tools: ['serverless', 'sls'] }),
  tool('json-server', { tools: ['json-server'] }),
  tool('http-server', { tools: ['http-server'] }),
  tool('serve', { tools: ['serve'] }),
  tool('live-server', { tools: ['live-server'] }),
  tool('Browsersync', { tools: ['browser-sync'] }),
  tool('Meteor', { tools: ['meteor'], programs: ['node'] }),
  tool('esbuild', { programs: ['esbuild'] }),
  tool('Turborepo', { programs: ['turbo'] }),
  tool('Nx', { tools: ['nx'] }),
  tool('Playwright', { tools: ['playwright', 'playwright-core', '@playwright/test'] }),
  tool('TypeScript server', { command: /\/tsserver\.js\b/ }),

  // Python.
  tool('Django runserver', { command: /\bmanage\.py runserver\b/ }),
  tool('Django runserver', { tools: ['django'], command: / runserver\b/ }),
  tool('Flask', { tools: ['flask'] }),
  tool('uvicorn {app}', { tools: ['uvicorn'], command: /uvicorn (?:-\S+ )*(?<app>[\w.]+:\w+)/ }),
  tool('uvicorn', { tools: ['uvicorn'] }),
  tool('FastAPI', { tools: ['fastapi'] }),
  tool('gunicorn {app}', { command: /^gunicorn: (?:master|worker) \[(?<app>[^\]]{1,40})\]/ }),
  tool('gunicorn', { tools: ['gunicorn'] }),
  tool('Hypercorn', { tools: ['hypercorn'] }),
  tool('Daphne', { tools: ['daphne'] }),
  tool('uWSGI', { programs: ['uwsgi'] }),
  tool('Celery Flower', { tools: ['celery', 'flower'], command: /\bflower\b/ }),
  tool('JupyterLab', { tools: ['jupyter-lab', 'jupyterlab'] }),
  tool('Jupyter Notebook', { tools: ['jupyter-notebook', 'notebook'] }),
  tool('JupyterLab', { tools: ['jupyter'], command: / lab\b/ }),
  tool('Jupyter', { tools: ['jupyter', 'jupyter-server', 'jupyter_server'] }),
  tool('Jupyter kernel', { tools: ['ipykernel_launcher', 'ipykernel'] }),
  tool('Streamlit {app}', {
    tools: ['streamlit'],
    command: /streamlit run (?:-\S+ )*(?<app>[^-\s]\S*)/,
  }),
  tool('Streamlit', { tools: ['streamlit'] }),
  tool('Gradio', { tools: ['gradio'] }),
  tool('MkDocs', { tools: ['mkdocs'] }),
  tool('MLflow', { tools: ['mlflow'] }),
  tool('TensorBoard', { tools: ['tensorboard'] }),
  tool('Airflow', { tools: ['airflow'] }),
  tool('Python http.server', { tools: ['http.server'] }),

  // Ruby, PHP.
  tool('Puma ({app})', {
    command: /^puma(?:: cluster worker \d+)? ?\S* \([^)]*\) \[(?<app>[^\]]{1,40})\]/,
  }),
  tool('Puma', { tools: ['puma'] }),
  tool('Puma', { command: /^puma\b/ }),
  tool('rails server', { tools: ['rails'], command: / (?:server|s)\b/ }),
  tool('Jekyll', { tools: ['jekyll'] }),
  tool('Laravel artisan serve', { command: /\bartisan serve\b/ }),
  tool('Laravel', { programs: ['php'], command: / -S \S+ \S*\/laravel\/\S*server\.php/ }),
  tool('Symfony server', { programs: ['symfony'] }),
  tool('php -S {address}', { command: /^\S*php[\d.]* (?:-\S+ )*-S (?<address>\S+)/ }),
  service('PHP-FPM', { command: /^php-fpm/ }),

  // The JVM.
  service('Kafka', { command: /\bkafka\.Kafka\b/ }),
  service('ZooKeeper', { command: /\borg\.apache\.zookeeper\.server\b/ }),
  service('Elasticsearch', { command: /\borg\.elasticsearch\./ }),
  service('OpenSearch', { command: /\borg\.opensearch\./ }),
  service('Logstash', { command: /\borg\.logstash\.Logstash\b/ }),
  service('Cassandra', { command: /\borg\.apache\.cassandra\./ }),
  service('Solr', { command: /-Dsolr\.\S+/ }),
  service('Neo4j', { command: /\borg\.neo4j\./ }),
  service('Keycloak', { command: /\bkeycloak\b/, programs: ['java'] }),
  service('Jenkins', { command: /\bjenkins\.war\b/ }),
  service('SonarQube', { command: /\borg\.sonar\./ }),
  tool('Gradle daemon', { command: /\borg\.gradle\.launcher\.daemon\b/ }),
  tool('Gradle', { command: /\borg\.gradle\.(?:launcher|wrapper)\b/ }),
  tool('Maven', { command: /\borg\.(?:codehaus\.plexus\.classworlds|apache\.maven)\b/ }),
  service('Tomcat', { command: /\borg\.apache\.catalina\.startup\.Bootstrap\b/ }),
  tool('{main} (Spring Boot)', {
    command: /\bspring-boot\b\S* (?:-\S+ )*(?:\w+\.)+(?<main>\w+)(?: |$)/,
  }),
  tool('{jar} (Spring Boot)', {
    command: /-Dspring\.\S+ (?:-\S+ )*-jar (?:\S*\/)?(?<jar>[^/\s]+\.jar)/,
  }),
  tool('{jar}', { programs: ['java'], command: / -jar (?:\S*\/)?(?<jar>[^/\s]+\.[jw]ar)/ }),

  // Compiled during development.
  tool('go run {name}', { executable: /\/go-build\d*\/\S*\/exe\/(?<name>[^/]+)$/ }),
  tool('cargo run {name}', { executable: /\/target\/(?:debug|release)\/(?<name>[^/]+)$/ }),
  tool('air', { programs: ['air'] }),
  tool('dotnet watch', { programs: ['dotnet'], command: /^\S+ watch\b/ }),
  tool('dotnet run', { programs: ['dotnet'], command: /^\S+ run\b/ }),
  tool('{dll} (.NET)', {
    programs: ['dotnet'],
    command: /^\S+ (?:exec )?(?:\S*\/)?(?<dll>[^/\s]+)\.dll\b/,
  }),
  tool('{name} (.NET)', { executable: /\/bin\/(?:Debug|Release)\/net\d+\.\d+\/(?<name>[^/]+)$/ }),
  tool('Phoenix', { programs: ['beam.smp'], command: /\bphx\.server\b/ }),
  tool('Hugo', { programs: ['hugo'] }),

  // Deno and Bun.
  tool('deno {verb} {script}', {
    programs: ['deno'],
    command: /^\S+ (?<verb>run|serve|task) (?:-\S+ )*(?<script>[^-\s]\S*)/,
  }),
  tool('bun {script}', {
    programs: ['bun'],
    command: /^\S+ (?:run )?(?:-\S+ )*(?!run\b)(?<script>[^-\s]\S*)/,
  }),

  // Databases and queues.
  service('PostgreSQL {version} {cluster}', {
    command: /^postgres: (?<version>\d{1,2})\/(?<cluster>[\w-]{1,40}): /,
  }),
  service('PostgreSQL {version} {cluster}', {
    programs: ['postgres', 'postmaster'],
    command:
      /\/postgresql\/(?<version>\d{1,2}(?:\.\d)?)\/(?!bin\b)(?<cluster>[\w-]{1,40})(?: |\/|$)/,
  }),
  service('PostgreSQL {version}', {
    programs: ['postgres', 'postmaster'],
    executable: /\/(?:postgresql|pgsql|postgresql@)[/-]?(?<version>\d{1,2}(?:\.\d)?)\//,
  }),
  service('PostgreSQL', { programs: ['postgres', 'postmaster'] }),
  service('PgBouncer', { programs: ['pgbouncer'] }),
  service('MariaDB', { programs: ['mariadbd'] }),
  service('MySQL', { programs: ['mysqld'] }),
  service('Redis', { programs: ['redis-server'] }),
  service('Valkey', { programs: ['valkey-server'] }),
  service('Memcached', { programs: ['memcached'] }),
  service('MongoDB', { programs: ['mongod', 'mongos'] }),
  service('RabbitMQ', { programs: ['beam.smp'], command: /\brabbit/ }),
  service('Erlang port mapper', { programs: ['epmd'] }),
  service('ClickHouse', { programs: ['clickhouse', 'clickhouse-server'] }),
  service('CouchDB', { programs: ['beam.smp'], command: /\bcouchdb\b/ }),
  service('InfluxDB', { programs: ['influxd', 'influxdb3'] }),
  service('CockroachDB', { programs: ['cockroach'] }),
  service('NATS', { programs: ['nats-server'] }),
  service('etcd', { programs: ['etcd'] }),
  service('Qdrant', { programs: ['qdrant'] }),
  service('Meilisearch', { programs: ['meilisearch'] }),
  service('MinIO', { programs: ['minio'] }),
  service('Mosquitto', { programs: ['mosquitto'] }),

  // Web servers and proxies.
  service('nginx', { programs: ['nginx'] }),
  service('nginx', { command: /^nginx: / }),
  service('Apache', { programs: ['apache2', 'httpd'] }),
  service('Caddy', { programs: ['caddy'] }),
  service('Traefik', { programs: ['traefik'] }),
  service('HAProxy', { programs: ['haproxy'] }),
  service('Envoy', { programs: ['envoy'] }),
  service('mitmproxy', { tools: ['mitmproxy', 'mitmweb', 'mitmdump'] }),
  tool('ngrok', { programs: ['ngrok'] }),
  tool('cloudflared', { programs: ['cloudflared'] }),

  // Tunnels and containers.
  service('container {address}:{port}', {
    programs: ['docker-proxy'],
    command: /-container-ip (?<address>\S+) -container-port (?<port>\d+)/,
  }),
  service('rootless container port', {
    programs: ['rootlessport', 'rootlesskit', 'slirp4netns', 'pasta'],
  }),
  service('SSH tunnel to {host}', {
    programs: ['ssh'],
    command: /^\S*ssh (?:\S+ )*-\w*[LRD] ?\S+ (?:-\S+ )*(?<host>[^-\s]\S*)$/,
  }),
  service('SSH tunnel', { programs: ['ssh'], command: / -\w*[LRD]/ }),
  service('SSH session of {user}', { command: /^sshd(?:-session)?: (?<user>[\w.-]{1,32})[@ ]/ }),
  service('SSH server', { programs: ['sshd', 'sshd-session'] }),
  tool('kubectl port-forward {target}', {
    programs: ['kubectl'],
    command: / port-forward (?:-\S+ \S+ )*(?<target>[^-\s]\S*)/,
  }),
  service('Kubernetes API', { programs: ['kube-apiserver'] }),
  service('Docker', { programs: ['dockerd'] }),
  service('containerd', { programs: ['containerd'] }),

  // Editors and tools of the desk.
  tool('code-server', { programs: ['code-server'] }),
  tool('code-server', { command: /\/code-server\// }),
  tool('VS Code server', { command: /\/\.vscode-server(?:-insiders)?\// }),
  tool('VS Code', { programs: ['code', 'codium'] }),
  tool('ChromeDriver', { programs: ['chromedriver'] }),
  tool('Chrome debugging', {
    programs: ['chrome', 'chromium', 'google-chrome', 'headless_shell'],
    command: /--remote-debugging-port/,
  }),
  tool('Android adb', { programs: ['adb'] }),
  tool('Portreeve', { programs: ['portreeve'] }),

  // Models, monitoring, mail.
  service('Ollama', { programs: ['ollama'] }),
  service('llama.cpp', { programs: ['llama-server'] }),
  service('vLLM', { tools: ['vllm', 'vllm.entrypoints.openai.api_server'] }),
  service('Grafana', { programs: ['grafana', 'grafana-server'] }),
  service('Prometheus', { programs: ['prometheus'] }),
  service('Prometheus node exporter', { programs: ['node_exporter', 'prometheus-node-exporter'] }),
  service('Loki', { programs: ['loki'] }),
  service('Jaeger', { programs: ['jaeger', 'jaeger-all-in-one'] }),
  service('OpenTelemetry Collector', { programs: ['otelcol', 'otelcol-contrib'] }),
  service('Vault', { programs: ['vault'] }),
  service('Consul', { programs: ['consul'] }),
  service('Mailpit', { programs: ['mailpit'] }),
  service('MailHog', { programs: ['MailHog', 'mailhog'] }),
  service('Postfix', { executable: /\/postfix\/s?bin\// }),
  service('Syncthing', { programs: ['syncthing'] }),
  service('Tailscale', { programs: ['tailscaled'] }),

  // The system itself.
  service('systemd DNS', { programs: ['systemd-resolved', 'systemd-resolve'] }),
  service('systemd network', { programs: ['systemd-networkd', 'systemd-network'] }),
  service('dnsmasq', { programs: ['dnsmasq'] }),
  service('mDNS (Avahi)', { programs: ['avahi-daemon'] }),
  service('CUPS printing', { programs: ['cupsd'] }),
  service('RPC port mapper', { programs: ['rpcbind'] }),
  service('Samba', { programs: ['smbd', 'nmbd'] }),
  service('NTP', { programs: ['chronyd', 'ntpd'] }),
];
