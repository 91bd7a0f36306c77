import { createServer, type Server } from 'node:net';
import { describe, expect, test } from 'vitest';
import {
  decideOverlap,
  doAddressesMeet,
  toBindAddress,
  type BindAddress,
} from '../../../electron/core/verdicts/overlap.ts';
import { SYSTEMS } from '../../../shared/system.ts';
import { takePorts } from '../../support/ports.ts';

const any4: BindAddress = { family: 4, address: '0.0.0.0' };
const loop4: BindAddress = { family: 4, address: '127.0.0.1' };
const other4: BindAddress = { family: 4, address: '127.0.0.2' };
const dual: BindAddress = { family: 6, address: '::', isV6Only: false };
const any6: BindAddress = { family: 6, address: '::', isV6Only: true };
const loop6: BindAddress = { family: 6, address: '::1' };
const mapped: BindAddress = { family: 6, address: '::ffff:127.0.0.1', isV6Only: false };

const kinds = { any4, loop4, dual, any6, loop6 };
const names = Object.keys(kinds) as (keyof typeof kinds)[];

/** What Linux lets be bound beside what is held, as it was measured: held, then wanted. */
const linux: Readonly<Record<keyof typeof kinds, string>> = {
  //      any4 loop4 dual any6 loop6
  any4: ' no   no    no   yes  yes',
  loop4: 'no   no    no   yes  yes',
  dual: ' no   no    no   no   no',
  any6: ' yes  yes   no   no   no',
  loop6: 'yes  yes   no   no   no',
};

const pairs = names.flatMap((held) =>
  names.map((wanted, index) => {
    const column = linux[held].trim().split(/ +/)[index];
    return { held, wanted, binds: column === 'yes' };
  }),
);

describe('on Linux', () => {
  test.each(pairs)('with $held held, $wanted binds: $binds', ({ held, wanted, binds }) => {
    expect(decideOverlap(kinds[held], kinds[wanted], 'linux')).toBe(
      binds ? 'independent' : 'blocks',
    );
  });

  test('two addresses of the loopback network do not meet', () => {
    expect(decideOverlap(loop4, other4, 'linux')).toBe('independent');
  });

  test('an IPv4 address in IPv6 clothes is that IPv4 address', () => {
    expect(decideOverlap(mapped, loop4, 'linux')).toBe('blocks');
    expect(decideOverlap(mapped, loop6, 'linux')).toBe('independent');
  });

  test('an IPv6 wildcard of which nothing more is known counts as taking IPv4 along', () => {
    expect(decideOverlap({ family: 6, address: '::' }, loop4, 'linux')).toBe('blocks');
  });
});

/**
 * What macOS lets be bound beside what is held, by in_pcbbind and in6_pcbbind of its kernel, for
 * listeners that set SO_REUSEADDR, as Node's do: held, then wanted.
 */
const macos: Readonly<Record<keyof typeof kinds, string>> = {
  //      any4        loop4       dual    any6        loop6
  any4: ' blocks      shadows     shadows independent independent',
  loop4: 'shadows     blocks      shadows independent independent',
  dual: ' blocks      shadows     blocks  blocks      shadows',
  any6: ' independent independent blocks  blocks      shadows',
  loop6: 'independent independent shadows shadows     blocks',
};

const macosPairs = names.flatMap((held) =>
  names.map((wanted, index) => ({
    held,
    wanted,
    overlap: macos[held].trim().split(/ +/)[index],
  })),
);

describe('on macOS', () => {
  test.each(macosPairs)('$held held, $wanted wanted: $overlap', ({ held, wanted, overlap }) => {
    expect(decideOverlap(kinds[held], kinds[wanted], 'macos')).toBe(overlap);
  });

  test('an IPv4 address in IPv6 clothes is that IPv4 address', () => {
    expect(decideOverlap(mapped, loop4, 'macos')).toBe('blocks');
    expect(decideOverlap(loop4, mapped, 'macos')).toBe('blocks');
    expect(decideOverlap(mapped, loop6, 'macos')).toBe('independent');
  });
});

/**
 * What Windows lets be bound beside what is held by sockets that set no options, as Node's set none
 * there: only the very same address is refused, and the more specific gets the traffic. A dual `::`
 * counts as the same address as one for IPv6 alone.
 */
const windows: Readonly<Record<keyof typeof kinds, string>> = {
  //      any4        loop4       dual    any6        loop6
  any4: ' blocks      shadows     shadows independent independent',
  loop4: 'shadows     blocks      shadows independent independent',
  dual: ' shadows     shadows     blocks  blocks      shadows',
  any6: ' independent independent blocks  blocks      shadows',
  loop6: 'independent independent shadows shadows     blocks',
};

const windowsPairs = names.flatMap((held) =>
  names.map((wanted, index) => ({
    held,
    wanted,
    overlap: windows[held].trim().split(/ +/)[index],
  })),
);

describe('on Windows', () => {
  test.each(windowsPairs)('$held held, $wanted wanted: $overlap', ({ held, wanted, overlap }) => {
    expect(decideOverlap(kinds[held], kinds[wanted], 'windows')).toBe(overlap);
  });
});

describe.skipIf(process.platform !== 'linux')('the kernel here', () => {
  const PORT = takePorts('core/verdicts/overlap');

  function listen(bind: BindAddress): Promise<Server | string> {
    return new Promise((resolve) => {
      const server = createServer();
      server.once('error', (error: NodeJS.ErrnoException) => {
        resolve(error.code ?? '');
      });
      server.listen(
        { port: PORT, host: bind.address, ipv6Only: bind.isV6Only === true, exclusive: true },
        () => {
          resolve(server);
        },
      );
    });
  }

  const close = (server: Server): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
    });

  test('agrees with the table for every pair', async () => {
    const seen: { held: string; wanted: string; error: string | undefined }[] = [];
    for (const { held, wanted } of pairs) {
      const first = await listen(kinds[held]);
      if (typeof first === 'string') throw new Error(`${held}: ${first}`);
      const second = await listen(kinds[wanted]);
      const error = typeof second === 'string' ? second : undefined;
      if (typeof second !== 'string') await close(second);
      await close(first);
      seen.push({ held, wanted, error });
    }
    expect(seen).toEqual(
      pairs.map(({ held, wanted, binds }) => ({
        held,
        wanted,
        error: binds ? undefined : 'EADDRINUSE',
      })),
    );
  });
});

describe('on any system', () => {
  test.each(pairs)('$held and $wanted meet unless Linux binds both: $binds', (pair) => {
    const held = kinds[pair.held];
    const wanted = kinds[pair.wanted];
    expect(doAddressesMeet(held, wanted)).toBe(!pair.binds);
    for (const system of SYSTEMS) {
      expect(decideOverlap(held, wanted, system) === 'independent').toBe(pair.binds);
    }
  });

  test.each([any4, loop4, loop6])('$address tells its family', (address) => {
    expect(toBindAddress(address.address)).toEqual(address);
  });
});
