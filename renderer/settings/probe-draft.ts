import { probeSchema, type Probe } from '../../shared/health.ts';
import type { Saying } from '../words/saying.ts';

export const PROBE_KINDS = ['off', 'tcp', 'http'] as const;

/** A probe as it stands in the form, each number as it is typed. */
export interface ProbeDraft {
  readonly probeKind: (typeof PROBE_KINDS)[number];
  readonly probePath: string;
  /** One a line. */
  readonly probeHeaders: string;
  readonly probeStatus: string;
  readonly probeTimeout: string;
  readonly probeInterval: string;
  readonly probeFailures: string;
  readonly probeAnswers: string;
  readonly probeOnDown: Probe['onDown'];
}

export type ProbeField = Exclude<keyof ProbeDraft, 'probeKind'>;

export const PROBE_FIELDS = [
  'probePath',
  'probeHeaders',
  'probeStatus',
  'probeTimeout',
  'probeInterval',
  'probeFailures',
  'probeAnswers',
  'probeOnDown',
] as const satisfies readonly ProbeField[];

export interface ParsedProbe {
  readonly probe: Probe | undefined;
  readonly problems: Readonly<Partial<Record<ProbeField, Saying>>>;
}

/** What a probe starts with that a person has just switched on. */
export const emptyProbe: ProbeDraft = {
  probeKind: 'off',
  probePath: '/',
  probeHeaders: '',
  probeStatus: '200-399',
  probeTimeout: '2000',
  probeInterval: '10',
  probeFailures: '3',
  probeAnswers: '2',
  probeOnDown: 'notify',
};

/** The form of what was saved. */
export function toProbeDraft(probe: Probe | undefined): ProbeDraft {
  if (probe === undefined) return emptyProbe;
  const common = {
    probeTimeout: String(probe.timeoutMs),
    probeInterval: String(probe.intervalS),
    probeFailures: String(probe.failureThreshold),
    probeAnswers: String(probe.recoveryThreshold),
    probeOnDown: probe.onDown,
  };
  if (probe.kind === 'tcp') return { ...emptyProbe, ...common, probeKind: 'tcp' };
  const { from, to } = probe.status;
  return {
    ...common,
    probeKind: 'http',
    probePath: probe.path,
    probeHeaders: probe.headers.map(({ name, value }) => `${name}: ${value}`).join('\n'),
    probeStatus: from === to ? String(from) : `${from}-${to}`,
  };
}

/** Who must be known for the probe to make sense of its service. */
export interface ProbedWhom {
  readonly protocol: 'tcp' | 'udp';
  /** Whoever may be anybody is not known to be the service, so nobody starts it again. */
  readonly mayBeAnybody: boolean;
}

/** Reads the form; what another choice hides is never judged. */
export function parseProbe(draft: ProbeDraft, { protocol, mayBeAnybody }: ProbedWhom): ParsedProbe {
  if (draft.probeKind === 'off' || protocol === 'udp') return { probe: undefined, problems: {} };
  const problems: Partial<Record<ProbeField, Saying>> = {};
  const readNumber = (field: ProbeField, from: number, to: number): number => {
    const text = draft[field].trim();
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= from && value <= to) return value;
    problems[field] = {
      key: 'form.probe-number',
      values: { from: String(from), to: String(to) },
    };
    return from;
  };
  if (draft.probeOnDown === 'restart' && mayBeAnybody) {
    problems.probeOnDown = { key: 'form.probe-restart-anybody' };
  }
  const common = {
    timeoutMs: readNumber('probeTimeout', 100, 30_000),
    intervalS: readNumber('probeInterval', 2, 3600),
    failureThreshold: readNumber('probeFailures', 1, 20),
    recoveryThreshold: readNumber('probeAnswers', 1, 20),
    onDown: draft.probeOnDown,
  };
  const parsed = probeSchema.safeParse(
    draft.probeKind === 'tcp'
      ? { kind: 'tcp', ...common }
      : {
          kind: 'http',
          path: draft.probePath.trim(),
          headers: parseHeaders(draft.probeHeaders),
          status: parseStatus(draft.probeStatus),
          ...common,
        },
  );
  if (parsed.success) return { probe: parsed.data, problems };
  for (const { path } of parsed.error.issues) {
    if (path[0] === 'path') problems.probePath = { key: 'form.probe-path-invalid' };
    if (path[0] === 'headers') problems.probeHeaders = { key: 'form.probe-headers-invalid' };
    if (path[0] === 'status') problems.probeStatus = { key: 'form.probe-status-invalid' };
  }
  return { probe: undefined, problems };
}

/** `X-Key: secret`, one a line; a line of another shape becomes a header that no schema takes. */
function parseHeaders(text: string): readonly { name: string; value: string }[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name = '', value = ''] = /^([^:]*):(.*)$/.exec(line) ?? [];
      return { name: name.trim(), value: value.trim() };
    });
}

/** `200`, or both ends of a range. */
function parseStatus(text: string): { from: number; to: number } | undefined {
  const [, from, to = from] = /^(\d{3})(?:\s*[-\u2013]\s*(\d{3}))?$/.exec(text.trim()) ?? [];
  return from === undefined ? undefined : { from: Number(from), to: Number(to) };
}
