/*
 * Where projects keep the ports of their services. One line of the table, one habit:
 *
 *   package.json            "dev": "vite --port 3000"          a command within a value
 *   application.yml         server.port: 8080                  a value that is the port
 *   vite.config.ts          server: { port: 5173 }             a value in code
 *   nginx.conf              listen 8080;                       a line
 */

interface RuleBase {
  /** On the file's path within the project, slashes between its parts. */
  readonly files: RegExp;
}

/** A value of a tree whose way (`services.web.ports[0]`) fits. */
export interface TreeRule extends RuleBase {
  readonly reader: 'json' | 'yaml' | 'toml';
  readonly place: RegExp;
  /** `addresses`: several of them, each with a port of its own. */
  readonly holds: 'port' | 'addresses' | 'command' | 'compose';
  /** The way says all: no word in it may speak against the port. */
  readonly isExact?: true;
  /** Which part of the way is the service's own name. */
  readonly name?: RegExp;
}

/** A key with a plain number. */
export interface KeyRule extends RuleBase {
  readonly reader: 'dotenv' | 'ini';
  /** On the key; for INI on `section.key`. */
  readonly place: RegExp;
}

/** A number in code whose enclosing keys (`server.port`) fit. */
export interface CodeRule extends RuleBase {
  readonly reader: 'code';
  readonly place: RegExp;
}

/** Lines of text; the only group of an expression is the number. */
export interface LineRule extends RuleBase {
  readonly reader: 'lines';
  readonly comment: RegExp;
  readonly lines: readonly RegExp[];
  /** Whether each line is also read as a command. */
  readonly isCommand: boolean;
}

export type DetectionRule = TreeRule | KeyRule | CodeRule | LineRule;

const HASH = /(?:^|\s)#.*$/;
const NO_COMMENT = /(?!)/;
const KEY_IS_PORT = /^(?:[A-Za-z][A-Za-z0-9]*[_.-])*PORT$/i;
const PLAIN_SERVER_PORT =
  /^(?:(?:server|http|https|web|webserver|app|api|dev|listen|network|main)\.)?(?:(?:http|https|server|web|api|app|listen|bind|primary)_?)?port$/i;

/** In the order in which their finds are offered. */
export const DETECTION_RULES: readonly DetectionRule[] = [
  {
    // Examples are for copying: nothing listens where they say.
    files:
      /(?:^|\/)(?:\.(?:flask)?env(?!.*\b(?:example|sample|template|dist|defaults?)\b)[^/]*|[^/.]+\.env)$/,
    reader: 'dotenv',
    place: KEY_IS_PORT,
  },
  {
    files: /(?:^|\/)\.(?:flask)?env(?!.*\b(?:example|sample|template|dist|defaults?)\b)[^/]*$/,
    reader: 'lines',
    comment: HASH,
    lines: [/^\s*(?:export\s+)?(?:ASPNETCORE_URLS|URLS)\s*=\s*["']?https?:\/\/[^\s:;]+:(\d+)/],
    isCommand: false,
  },
  {
    files: /(?:^|\/)package\.json$/,
    reader: 'json',
    place: /^scripts\./,
    holds: 'command',
    name: /^scripts\.(.+)$/,
  },
  {
    files: /(?:^|\/)(?:deno\.jsonc?|composer\.json)$/,
    reader: 'json',
    place: /^(?:tasks|scripts)\./,
    holds: 'command',
    name: /^\w+\.([^.[\]]+)/,
  },
  {
    files:
      /(?:^|\/)(?:vite|vitest|vue|nuxt|astro|webpack(?:\.[\w-]+)?|rspack|rsbuild|quasar|electron\.vite)\.config\.[cm]?[jt]s$/,
    reader: 'code',
    place: /(?:^|\.)(?:server|preview|devServer|dev)\.port$/,
  },
  {
    files: /(?:^|\/)(?:next|ecosystem|pm2)\.config\.[cm]?[jt]s$/,
    reader: 'code',
    place: /(?:^|\.)(?:env(?:_\w+)?\.PORT|serverRuntimeConfig\.port|publicRuntimeConfig\.port)$/,
  },
  {
    files: /(?:^|\/)(?:angular|workspace|project)\.json$/,
    reader: 'json',
    place:
      /(?:^|\.)(?:architect|targets)\.[\w-]*serve[\w-]*\.(?:options|configurations\..+)\.port$/,
    holds: 'port',
    name: /^projects\.([^.]+)\./,
  },
  {
    files: /(?:^|\/)launchSettings\.json$/,
    reader: 'json',
    place: /(?:^|\.)applicationUrl$/,
    holds: 'addresses',
  },
  {
    files: /(?:^|\/)(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml$/,
    reader: 'yaml',
    place: /^services\.[^[\]]+\.ports\[\d+\](?:\.published)?$/,
    holds: 'compose',
    name: /^services\.([^[\]]+)\.ports/,
  },
  {
    files: /(?:^|\/)Procfile(?:\.\w+)?$/,
    reader: 'lines',
    comment: HASH,
    lines: [],
    isCommand: true,
  },
  {
    files: /(?:^|\/)application(?:-[\w-]+)?\.properties$/,
    reader: 'ini',
    place: /^(?:(?:management|micronaut)\.)?server\.port$|^quarkus\.http\.port$/,
  },
  {
    files: /(?:^|\/)application(?:-[\w-]+)?\.ya?ml$/,
    reader: 'yaml',
    place: /^(?:(?:management|micronaut)\.)?server\.port$|^quarkus\.http\.port$/,
    holds: 'port',
  },
  {
    files: /(?:^|\/)pyproject\.toml$/,
    reader: 'toml',
    place: /^tool\.(?:[^.]+\.)*port$/,
    holds: 'port',
  },
  {
    files: /(?:^|\/)pyproject\.toml$/,
    reader: 'toml',
    place: /^tool\.(?:poe\.tasks|taskipy\.tasks|pdm\.scripts|hatch\.envs\..+\.scripts)\./,
    holds: 'command',
    name: /\.(?:tasks|scripts)\.([^.]+)/,
  },
  {
    files: /(?:^|\/)(?:Rocket|Trunk|wrangler|netlify|fly|config|settings)\.toml$/,
    reader: 'toml',
    place: /^(?:(?:server|serve|dev|default|debug|http|web|api|listen)\.)?port$/,
    holds: 'port',
  },
  {
    files: /(?:^|\/)\.cargo\/config\.toml$/,
    reader: 'toml',
    place: /^env\.(?:[A-Z]+_)*PORT(?:\.value)?$/,
    holds: 'port',
  },
  {
    files: /(?:^|\/)\.?air(?:\.[\w-]+)?\.toml$/,
    reader: 'toml',
    place: /^proxy\.(?:app|proxy)_port$/,
    holds: 'port',
    isExact: true,
  },
  {
    files: /(?:^|\/)\.?air(?:\.[\w-]+)?\.toml$/,
    reader: 'toml',
    place: /^build\.(?:full_bin|cmd|bin|args_bin\[\d+\])$/,
    holds: 'command',
  },
  {
    files: /(?:^|\/)(?:GNUm|[Mm])akefile$|\.mk$/,
    reader: 'lines',
    comment: HASH,
    lines: [/^\s*(?:export\s+)?(?:[A-Z]+_)*PORT\s*[:?]{0,2}=\s*(\d+)\s*$/],
    isCommand: true,
  },
  {
    files: /(?:^|\/)\.?[Jj]ustfile$/,
    reader: 'lines',
    comment: HASH,
    lines: [/^\s*(?:export\s+)?\w*port\s*:=\s*["']?(\d+)["']?\s*$/i],
    isCommand: true,
  },
  {
    files: /(?:^|\/)(?:config|settings|appsettings(?:\.\w+)?|nodemon|\.ember-cli)(?:\.jsonc?)?$/,
    reader: 'json',
    place: PLAIN_SERVER_PORT,
    holds: 'port',
  },
  {
    files: /(?:^|\/)nodemon\.json$/,
    reader: 'json',
    place: /^env\.PORT$/,
    holds: 'port',
  },
  {
    files: /(?:^|\/)(?:config|settings|server|app)\.ya?ml$/,
    reader: 'yaml',
    place: PLAIN_SERVER_PORT,
    holds: 'port',
  },
  {
    files: /\.(?:ini|cfg)$/,
    reader: 'ini',
    place: /^(?:[\w: -]+\.)?(?:(?:http|https|server|web|api|app|listen|bind|primary)_?)?port$/i,
  },
  {
    files: /(?:^|\/)(?:(?:nginx|conf\.d|sites-(?:enabled|available))\/.*|[^/]*nginx[^/]*\.conf)$/,
    reader: 'lines',
    comment: HASH,
    lines: [/^\s*listen\s+(?:[\w.*-]+:|\[[\da-f:.]*\]:)?(\d+)(?=\s|;)/i],
    isCommand: false,
  },
  {
    files: /(?:^|\/)Caddyfile$/,
    reader: 'lines',
    comment: HASH,
    lines: [/^(?:https?:\/\/)?[\w.*-]*:(\d+)\s*\{/],
    isCommand: false,
  },
  {
    files: /(?:^|\/)gunicorn(?:\.conf|_config|_conf)?\.py$/,
    reader: 'lines',
    comment: HASH,
    lines: [/^\s*bind\s*=\s*["'][\w.[\]:*]*:(\d+)["']/],
    isCommand: false,
  },
  {
    files: /(?:^|\/)\.streamlit\/config\.toml$/,
    reader: 'toml',
    place: /^server\.port$/,
    holds: 'port',
  },
  {
    files: /(?:^|\/)\.bunfig\.toml$|(?:^|\/)bunfig\.toml$/,
    reader: 'toml',
    place: /^serve\.port$/,
    holds: 'port',
  },
  {
    files: /(?:^|\/)(?:start|serve|dev|run)\.(?:sh|ps1|cmd|bat)$/,
    reader: 'lines',
    comment: NO_COMMENT,
    lines: [],
    isCommand: true,
  },
];
