/** A machine to measure on, made for the purpose. */
export interface Workload {
  readonly name: string;
  readonly processes: number;
  /** Of each process, standard input and output included, listeners not. */
  readonly openFiles: number;
  readonly listeners: number;
  /** Sockets of established connections; both ends of each are here. */
  readonly established: number;
  readonly isHeavy: boolean;
}

function workload(processes: number, openFiles: number, listeners: number, more = {}): Workload {
  const size = { established: 0, isHeavy: false, ...more };
  const name = `P${processes}-F${openFiles}-L${listeners}`;
  return {
    name: size.established === 0 ? name : `${name}-E${size.established}`,
    processes,
    openFiles,
    listeners,
    ...size,
  };
}

/** The first is what the others are compared with. */
export const REFERENCE = workload(300, 20, 50);

/** More than anybody has, for the lists of the windows. */
export const MANY = workload(100, 20, 5000);

/** What kills are measured under: few processes and many. */
export const KILL_WORKLOADS: readonly Workload[] = [workload(80, 20, 50), REFERENCE];

export const WORKLOADS: readonly Workload[] = [
  REFERENCE,
  workload(2000, 20, 50),
  workload(300, 20, 50, { established: 20_000 }),
  workload(300, 20, 500),
  workload(300, 20, 2000),
  workload(2000, 100, 2000, { isHeavy: true }),
];
