import { loadLibc } from './libc.ts';

/*
 * SO_PEERCRED; manual page unix(7). A struct ucred of three 32-bit numbers: pid, uid, gid, as they
 * were when the peer connected.
 */

const SOL_SOCKET = 1;
const SO_PEERCRED = 17;

export type ReadPeer = (fd: number) => { readonly pid: number; readonly uid: number } | undefined;

/** Tells whose process is at the other end of a socket; nothing where the C library is missing. */
export async function loadPeerReader(): Promise<ReadPeer> {
  const loading = await loadLibc();
  if (loading.kind === 'absent') return () => undefined;
  const { libc } = loading;
  return (fd) => {
    const credentials = new Int32Array(3);
    const length = Uint32Array.of(credentials.byteLength);
    const bytes = new Uint8Array(credentials.buffer);
    const result = libc.getsockopt(
      fd,
      SOL_SOCKET,
      SO_PEERCRED,
      bytes,
      new Uint8Array(length.buffer),
    );
    const [pid = 0, uid = 0] = credentials;
    return result === 0 && pid > 0 ? { pid, uid: uid >>> 0 } : undefined;
  };
}
