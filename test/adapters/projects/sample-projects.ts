import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface SampleProject {
  readonly files: Readonly<Record<string, string>>;
  /** `port file:line name`, in the order of the finds. */
  readonly places: readonly string[];
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** Projects as people have them; much in them looks like a port and is none. */
export const SAMPLE_PROJECTS: Readonly<Record<string, SampleProject>> = {
  /** A shop with a page by Vite, an API of its own and a database in Compose. */
  'vite-shop': {
    files: {
      'package.json': json({
        name: '@acme/shop',
        version: '1.2.3000',
        scripts: {
          dev: 'vite --port 5173',
          api: 'PORT=4000 tsx watch api/server.ts',
          test: 'vitest --test-timeout 5173',
        },
        engines: { node: '>=20' },
      }),
      '.env': '# shared\nAPI_PORT=4000\nDB_PORT=5432\nVITE_API=http://localhost:4000\n',
      '.env.example': 'API_PORT=4000\nDB_PORT=5432\n',
      'vite.config.ts': [
        "import { defineConfig } from 'vite';",
        'export default defineConfig({',
        "  server: { port: 5173, proxy: { '/api': 'http://localhost:4000' } },",
        '  preview: { port: 4173 },',
        '});',
        '',
      ].join('\n'),
      'compose.yaml': [
        'services:',
        '  db:',
        '    image: postgres:17',
        '    ports:',
        '      - "127.0.0.1:5432:5432"',
        '',
      ].join('\n'),
      'api/server.ts':
        "app.listen(Number(process.env['PORT']) || 4000);\nsetTimeout(sweep, 4000);\n",
      'api/cors.ts': "export const origins = ['http://localhost:5173', 'http://localhost:4173'];\n",
      'README.md': 'Open http://localhost:5173.\n',
      'node_modules/x/package.json': json({ scripts: { dev: 'vite --port 9999' } }),
      'package-lock.json': json({ lockfileVersion: 3, packages: {} }),
    },
    places: [
      '4000 .env:2 shop api',
      '5432 compose.yaml:5 vite-shop/db',
      '5173 package.json:5 shop',
      '4000 package.json:6 shop api',
      '5173 vite.config.ts:3 shop',
      '4173 vite.config.ts:4 shop preview',
    ],
  },
  /** Two services in one repository, each a project of its own. */
  'next-and-django': {
    files: {
      'docker-compose.yml': [
        'name: bookshop',
        'services:',
        '  web:',
        '    build: web',
        '    ports: ["3000:3000"]',
        '  api:',
        '    build: api',
        '    ports:',
        '      - target: 8000',
        '        published: 8000',
        '  pool:',
        '    image: nginx',
        '    ports: ["9000-9010:80"]',
        '',
      ].join('\n'),
      'web/package.json': json({ name: 'web', scripts: { dev: 'next dev -p 3000' } }),
      'web/.env.local': 'NEXT_PUBLIC_API=http://localhost:8000\nPORT=3000\n',
      'api/pyproject.toml': '[project]\nname = "bookshop-api"\nversion = "0.8000"\n',
      'api/Makefile': 'run:\n\tpython manage.py runserver 8000\n\nlog:\n\tssh -p 2222 host\n',
      'api/manage.py': 'print("python manage.py runserver 8000")\n',
    },
    places: [
      '3000 docker-compose.yml:5 bookshop/web',
      '8000 docker-compose.yml:10 bookshop/api',
      '8000 api/Makefile:2 bookshop-api',
      '3000 web/.env.local:2 web',
      '3000 web/package.json:4 web',
    ],
  },
  /** .NET and Spring side by side, files with byte order mark and CRLF. */
  'dotnet-and-spring': {
    files: {
      'Gateway/Gateway.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web" />\n',
      'Gateway/Properties/launchSettings.json': `\uFEFF${json({
        iisSettings: { iisExpress: { applicationUrl: 'http://localhost:40123', sslPort: 44_321 } },
        profiles: { https: { applicationUrl: 'https://localhost:7001;http://localhost:5001' } },
      }).replaceAll('\n', '\r\n')}`,
      'orders/pom.xml': '<project><version>8081</version></project>\n',
      'orders/src/main/resources/application.properties':
        'spring.datasource.url=jdbc:postgresql://localhost:5432/orders\r\nserver.port=8081\r\n',
      'orders/src/main/resources/application-test.yml': 'server:\n  port: ${TEST_PORT:0}\n',
      Procfile:
        'gateway: dotnet run --urls http://localhost:5001\norders: java -jar orders.jar --server.port=8081\n',
    },
    places: [
      '5001 Procfile:1 dotnet-and-spring gateway',
      '8081 Procfile:2 dotnet-and-spring orders',
      '40123 Gateway/Properties/launchSettings.json:4 Gateway',
      '7001 Gateway/Properties/launchSettings.json:10 Gateway',
      '5001 Gateway/Properties/launchSettings.json:10 Gateway',
      '8081 orders/src/main/resources/application.properties:2 orders',
    ],
  },
};

/** Writes the project below a folder; answers where it lies. */
export function writeProject(parent: string, name: string): string {
  const folder = join(parent, name);
  for (const [path, text] of Object.entries(SAMPLE_PROJECTS[name]?.files ?? {})) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return folder;
}
