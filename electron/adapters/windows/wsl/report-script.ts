/**
 * What a distribution's shell is told on its standard input, so that no part of it goes through a
 * command line. It only reads, with tools that even the smallest distribution has, and starts one
 * for each section instead of one for each process. Its report: see `parseReport`.
 */
export const REPORT_SCRIPT = [
  'exec 2>/dev/null',
  'LC_ALL=C; export LC_ALL; cd /',
  'echo @tcp; cat /proc/net/tcp',
  'echo @tcp6; cat /proc/net/tcp6',
  'echo @links; ls -ln /proc/[0-9]*/fd',
  'echo @exe; ls -ln /proc/[0-9]*/exe',
  'echo @cwd; ls -ln /proc/[0-9]*/cwd',
  'echo @comm; head -c 64 /proc/[0-9]*/comm',
  'echo; echo @cmdline; head -c 4096 /proc/[0-9]*/cmdline',
  'echo; echo @end',
  '',
].join('\n');
