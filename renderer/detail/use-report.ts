import { useEffect, useState } from 'react';
import type { CommandInput } from '../../shared/contract.ts';
import type { WhyReport } from '../../shared/why.ts';
import { invoke } from '../bridge.ts';

export type ReportReading =
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly report: WhyReport }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed' };

export type ReportSubject = CommandInput<'port.explain'>['subject'];

/**
 * Asks main once why the port is as it is, and again when `situation` changes, which stands for
 * who holds it. Meanwhile the last answer stays.
 */
export function useReport(subject: ReportSubject, situation: string): ReportReading {
  const [reading, setReading] = useState<ReportReading>({ kind: 'reading' });
  /** As text, so that it changes only with what it says; another situation is another question. */
  const question = JSON.stringify({ subject, situation });
  useEffect(() => {
    let isWanted = true;
    const asked = JSON.parse(question) as { readonly subject: ReportSubject };
    invoke('port.explain', { subject: asked.subject }).then(
      (reply) => {
        if (isWanted) setReading(reply.kind === 'gone' ? reply : { ...reply, kind: 'read' });
      },
      () => {
        if (isWanted) setReading({ kind: 'failed' });
      },
    );
    return () => {
      isWanted = false;
    };
  }, [question]);
  return reading;
}
