import { createRequire } from 'node:module';
import type Koffi from 'koffi';
import { readErrorCode } from '../errno.ts';

/**
 * The few functions of Windows that Node does not offer. Handles are numbers, 0 where there is
 * none; where a function fills bytes, it writes their length, or the one it needs, into `length`.
 */
export interface Win32 {
  readonly getExtendedTcpTable: TableReader;
  readonly getExtendedUdpTable: TableReader;
  /** An NTSTATUS, 0 for success. */
  readonly querySystemInformation: (
    kind: number,
    bytes: Uint8Array,
    size: number,
    length: Uint32Array,
  ) => number;
  readonly queryProcessInformation: (
    process: number,
    kind: number,
    bytes: Uint8Array,
    size: number,
    length: Uint32Array,
  ) => number;
  readonly readProcessMemory: (
    process: number,
    address: bigint,
    bytes: Uint8Array,
    size: number,
    read: null,
  ) => number;
  /** Of a drive's root, e.g. `C:\\`. */
  readonly getDriveType: (root: string) => number;
  readonly openProcess: (access: number, inherits: number, pid: number) => number;
  readonly closeHandle: (handle: number) => number;
  readonly terminateProcess: (process: number, exitCode: number) => number;
  /** 0 when the process has ended. */
  readonly waitForSingleObject: (handle: number, ms: number) => number;
  /** Each takes a FILETIME, eight bytes. */
  readonly getProcessTimes: (
    process: number,
    created: Uint8Array,
    exited: Uint8Array,
    kernel: Uint8Array,
    user: Uint8Array,
  ) => number;
  /** `length` counts UTF-16 units. */
  readonly queryFullProcessImageName: (
    process: number,
    flags: number,
    text: Uint16Array,
    length: Uint32Array,
  ) => number;
  readonly openProcessToken: (process: number, access: number, token: BigInt64Array) => number;
  readonly getTokenInformation: (
    token: number,
    kind: number,
    bytes: Uint8Array,
    size: number,
    length: Uint32Array,
  ) => number;
  readonly lookupAccountSid: (
    system: null,
    sid: Uint8Array,
    name: Uint16Array,
    nameLength: Uint32Array,
    domain: Uint16Array,
    domainLength: Uint32Array,
    use: Uint32Array,
  ) => number;
  readonly openSCManager: (machine: null, database: null, access: number) => number;
  readonly closeServiceHandle: (handle: number) => number;
  readonly enumServicesStatusEx: (
    manager: number,
    level: number,
    type: number,
    state: number,
    bytes: Uint8Array,
    size: number,
    length: Uint32Array,
    count: Uint32Array,
    resume: Uint32Array,
    group: null,
  ) => number;
  readonly openService: (manager: number, name: string, access: number) => number;
  readonly queryServiceConfig: ServiceQuery;
  readonly queryServiceConfig2: (
    service: number,
    level: number,
    bytes: Uint8Array,
    size: number,
    length: Uint32Array,
  ) => number;
  readonly findWindowEx: (parent: number, after: number, className: null, title: null) => number;
  readonly getWindowThreadProcessId: (window: number, pid: Uint32Array) => number;
  readonly isWindowVisible: (window: number) => number;
  readonly postMessage: (window: number, message: number, wide: number, long: number) => number;
  /** Where the bytes lie in memory: structures point into themselves. */
  readonly toAddress: (bytes: Uint8Array) => bigint;
}

type TableReader = (
  bytes: Uint8Array,
  length: Uint32Array,
  isSorted: number,
  family: number,
  kind: number,
  reserved: number,
) => number;

type ServiceQuery = (
  service: number,
  bytes: Uint8Array,
  size: number,
  length: Uint32Array,
) => number;

export type Win32Loading =
  | { readonly kind: 'loaded'; readonly win32: Win32 }
  | { readonly kind: 'absent'; readonly why: string };

/** Loads the system's libraries through koffi, which is native code; never throws. */
export async function loadWin32(): Promise<Win32Loading> {
  try {
    const koffi = loadBinary() ?? (await import('koffi')).default;
    return { kind: 'loaded', win32: bind(koffi) };
  } catch (error) {
    return { kind: 'absent', why: `koffi: ${readErrorCode(error) ?? String(error)}` };
  }
}

function bind(koffi: typeof Koffi): Win32 {
  const iphlpapi = koffi.load('iphlpapi.dll');
  const ntdll = koffi.load('ntdll.dll');
  const kernel32 = koffi.load('kernel32.dll');
  const advapi32 = koffi.load('advapi32.dll');
  const user32 = koffi.load('user32.dll');
  const table = 'void *, void *, int, uint32_t, int, uint32_t';
  return {
    getExtendedTcpTable: iphlpapi.func(`uint32_t GetExtendedTcpTable(${table})`),
    getExtendedUdpTable: iphlpapi.func(`uint32_t GetExtendedUdpTable(${table})`),
    querySystemInformation: ntdll.func(
      'uint32_t NtQuerySystemInformation(int, void *, uint32_t, void *)',
    ),
    queryProcessInformation: ntdll.func(
      'uint32_t NtQueryInformationProcess(intptr_t, int, void *, uint32_t, void *)',
    ),
    openProcess: kernel32.func('intptr_t OpenProcess(uint32_t, int, uint32_t)'),
    readProcessMemory: kernel32.func(
      'int ReadProcessMemory(intptr_t, uint64_t, void *, size_t, void *)',
    ),
    getDriveType: kernel32.func('uint32_t GetDriveTypeW(str16)'),
    closeHandle: kernel32.func('int CloseHandle(intptr_t)'),
    terminateProcess: kernel32.func('int TerminateProcess(intptr_t, uint32_t)'),
    waitForSingleObject: kernel32.func('uint32_t WaitForSingleObject(intptr_t, uint32_t)'),
    getProcessTimes: kernel32.func('int GetProcessTimes(intptr_t, void *, void *, void *, void *)'),
    queryFullProcessImageName: kernel32.func(
      'int QueryFullProcessImageNameW(intptr_t, uint32_t, void *, void *)',
    ),
    openProcessToken: advapi32.func('int OpenProcessToken(intptr_t, uint32_t, void *)'),
    getTokenInformation: advapi32.func(
      'int GetTokenInformation(intptr_t, int, void *, uint32_t, void *)',
    ),
    lookupAccountSid: advapi32.func(
      'int LookupAccountSidW(void *, void *, void *, void *, void *, void *, void *)',
    ),
    openSCManager: advapi32.func('intptr_t OpenSCManagerW(void *, void *, uint32_t)'),
    closeServiceHandle: advapi32.func('int CloseServiceHandle(intptr_t)'),
    enumServicesStatusEx: advapi32.func(
      'int EnumServicesStatusExW(intptr_t, int, uint32_t, uint32_t, void *, uint32_t, void *, void *, void *, void *)',
    ),
    openService: advapi32.func('intptr_t OpenServiceW(intptr_t, str16, uint32_t)'),
    queryServiceConfig: advapi32.func(
      'int QueryServiceConfigW(intptr_t, void *, uint32_t, void *)',
    ),
    queryServiceConfig2: advapi32.func(
      'int QueryServiceConfig2W(intptr_t, uint32_t, void *, uint32_t, void *)',
    ),
    findWindowEx: user32.func('intptr_t FindWindowExW(intptr_t, intptr_t, void *, void *)'),
    getWindowThreadProcessId: user32.func('uint32_t GetWindowThreadProcessId(intptr_t, void *)'),
    isWindowVisible: user32.func('int IsWindowVisible(intptr_t)'),
    postMessage: user32.func('int PostMessageW(intptr_t, uint32_t, uintptr_t, intptr_t)'),
    toAddress: (bytes) => koffi.address(bytes),
  };
}

/**
 * Koffi's native part without the search for it; undefined where it is elsewhere or does not fit,
 * which koffi itself knows best what to make of.
 */
function loadBinary(): typeof Koffi | undefined {
  const { arch } = process;
  try {
    const binary = `@koromix/koffi-win32-${arch}/win32_${arch}/koffi.node`;
    return createRequire(import.meta.url)(binary) as typeof Koffi;
  } catch {
    return undefined;
  }
}
