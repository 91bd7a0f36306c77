import type { Probe, ProbeResult } from '../../shared/health.ts';

/*
 * How a service is asked for its health. A part of the host.
 */

export interface HealthProber {
  /**
   * Asks once, at an address of this machine, within the probe's own timeout; never throws, never
   * goes where an answer points, and reads no more of an answer than it needs.
   */
  probe(
    target: { readonly address: string; readonly port: number },
    probe: Probe,
  ): Promise<ProbeResult>;
}
