import { constants } from 'node:fs';
import { createRequire } from 'node:module';
import type Koffi from 'koffi';
import { readErrorCode } from '../../errno.ts';

/**
 * The few functions of the C library that Node does not offer. They return -1 on failure, and
 * `errno` then says why.
 */
export interface Libc {
  readonly errno: () => number;
  readonly socket: (domain: number, type: number, protocol: number) => number;
  readonly send: (fd: number, bytes: Uint8Array, length: number, flags: number) => number;
  readonly recv: (fd: number, bytes: Uint8Array, length: number, flags: number) => number;
  readonly close: (fd: number) => number;
  /** `length` holds the size of `value` as a 32-bit number, and then that of the answer. */
  readonly getsockopt: (
    fd: number,
    level: number,
    name: number,
    value: Uint8Array,
    length: Uint8Array,
  ) => number;
  readonly fcntl: (fd: number, command: number, value: number) => number;
  readonly open: (path: string, flags: number) => number;
  /** `name` ends in a NUL. */
  readonly openat: (fd: number, name: Uint8Array, flags: number) => number;
  readonly read: (fd: number, bytes: Uint8Array, length: number) => number;
  readonly pread: (fd: number, bytes: Uint8Array, length: number, from: number) => number;
  readonly access: (path: string, mode: number) => number;
  readonly readlink: (path: string, bytes: Uint8Array, length: number) => number;
  /** `name` and `bytes` are addresses, and the name ends in a NUL. */
  readonly readlinkat: (fd: number, name: number, bytes: number, length: number) => number;
  /** Where bytes lie that are not in the heap of JavaScript, and stay for as long as they are. */
  readonly addressOf: (bytes: Uint8Array) => number;
  readonly lseek: (fd: number, offset: number, whence: number) => number;
  /** `bytes` is an address. */
  readonly getdents64: (fd: number, bytes: number, length: number) => number;
  /** A descriptor of the process that has this pid now. */
  readonly pidfdOpen: (pid: number) => number;
  readonly pidfdSendSignal: (fd: number, signal: number) => number;
  /** `bytes` hold a struct pollfd for each. */
  readonly poll: (bytes: Uint8Array, count: number, timeoutMs: number) => number;
  /** `bytes` take a struct statx. */
  readonly statx: (
    fd: number,
    path: string,
    flags: number,
    mask: number,
    bytes: Uint8Array,
  ) => number;
}

/** For `open`: closed when another program takes our place. The same on every architecture of ours. */
export const O_CLOEXEC = 0o2000000;
/** For `open`, of a folder. */
export const OPEN_FOLDER = constants.O_DIRECTORY | O_CLOEXEC;

export type LibcLoading =
  | { readonly kind: 'loaded'; readonly libc: Libc }
  | { readonly kind: 'absent'; readonly why: string };

/** Loads the C library; never throws. */
export type LoadLibc = () => Promise<LibcLoading>;

/** The same on every architecture; older C libraries have no functions for these calls. */
const SYS_PIDFD_SEND_SIGNAL = 424;
const SYS_PIDFD_OPEN = 434;

type Open = (call: number, pid: number, flags: number) => number;
type SendSignal = (call: number, fd: number, signal: number, about: null, flags: number) => number;

/** Loads the C library through koffi, which is native code and may be missing or not fit. */
export async function loadLibc(): Promise<LibcLoading> {
  try {
    const koffi = loadBinary() ?? (await import('koffi')).default;
    const library = koffi.load(null);
    const open: Open = library.func('long syscall(long, int, unsigned int)');
    const sendSignal: SendSignal = library.func(
      'long syscall(long, int, int, void *, unsigned int)',
    );
    const libc: Libc = {
      errno: () => koffi.errno(),
      socket: library.func('int socket(int, int, int)'),
      send: library.func('intptr_t send(int, const void *, size_t, int)'),
      recv: library.func('intptr_t recv(int, void *, size_t, int)'),
      close: library.func('int close(int)'),
      getsockopt: library.func('int getsockopt(int, int, int, void *, void *)'),
      fcntl: library.func('int fcntl(int, int, int)'),
      open: library.func('int open(const char *, int)'),
      openat: library.func('int openat(int, const void *, int)'),
      read: library.func('intptr_t read(int, void *, size_t)'),
      pread: library.func('intptr_t pread(int, void *, size_t, intptr_t)'),
      access: library.func('int access(const char *, int)'),
      readlink: library.func('intptr_t readlink(const char *, void *, size_t)'),
      readlinkat: library.func('intptr_t readlinkat(int, uintptr_t, uintptr_t, size_t)'),
      addressOf: (bytes) => Number(koffi.address(bytes)),
      lseek: library.func('intptr_t lseek(int, intptr_t, int)'),
      getdents64: library.func('intptr_t getdents64(int, uintptr_t, size_t)'),
      pidfdOpen: (pid) => open(SYS_PIDFD_OPEN, pid, 0),
      pidfdSendSignal: (fd, signal) => sendSignal(SYS_PIDFD_SEND_SIGNAL, fd, signal, null, 0),
      poll: library.func('int poll(void *, unsigned long, int)'),
      statx: library.func('int statx(int, const char *, int, uint32_t, void *)'),
    };
    return { kind: 'loaded', libc };
  } catch (error) {
    /** Whatever the reason, there is another way to read everything. */
    return { kind: 'absent', why: `koffi: ${readErrorCode(error) ?? String(error)}` };
  }
}

/**
 * Koffi's native part without the search for it, which takes most of the time of loading; undefined
 * where it is elsewhere or does not fit, which koffi itself knows best what to make of.
 */
function loadBinary(): typeof Koffi | undefined {
  const { arch } = process;
  try {
    const binary = `@koromix/koffi-linux-${arch}/linux_${arch}/koffi.node`;
    return createRequire(import.meta.url)(binary) as typeof Koffi;
  } catch {
    return undefined;
  }
}
