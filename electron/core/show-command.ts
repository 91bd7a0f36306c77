import type { Protocol } from '../../shared/listener.ts';
import type { System } from '../../shared/system.ts';

/** The line by which an administrator sees who holds a port, a hidden process too. */
export function toShowCommand(system: System, protocol: Protocol, port: number): string {
  const isTcp = protocol === 'tcp';
  switch (system) {
    case 'linux':
      return `sudo ss ${isTcp ? '-ltnp' : '-lunp'} 'sport = :${port}'`;
    case 'macos':
      return `sudo lsof -nP ${isTcp ? `-iTCP:${port} -sTCP:LISTEN` : `-iUDP:${port}`}`;
    case 'windows': {
      const sockets = isTcp ? 'Get-NetTCPConnection -State Listen' : 'Get-NetUDPEndpoint';
      return `powershell "Get-Process -IncludeUserName -Id (${sockets} -LocalPort ${port}).OwningProcess"`;
    }
  }
}
