/*
 * `tasklist /fo csv /nh`: the file's name, the process id, the session by name and by number, and
 * the memory in the language's own way, each in quotes; and the table without `/fo csv`, which
 * cuts long names.
 *
 * "wslrelay.exe","8512","Console","1","8.856 KB"
 * "Docker Desktop, beta.exe","46132","Console","1","1,204 K"
 * Docker Desktop.exe           46132 Console                    1     1,204 K
 */

/** A process by the file that it runs. */
export interface Task {
  readonly name: string;
  readonly pid: number;
}

const ROW =
  /^(\S.{0,120}?)\s+(\d{1,10})\s+\S.{0,40}?\s+\d{1,6}\s+\d[\d.,'\s\u00a0\u202f\ufffd]{0,20}\S{1,4}\s*$/;
/** No file of Windows has a quote in its name. */
const QUOTED = /^"([^"]{1,255})","(\d{1,10})","[^"]*","\d{1,6}","[^"]*"\s*$/;
const LINE_LENGTH_MAX = 400;
const PID_MAX = 0xffff_ffff;

/** The whole rows of the table; everything else is passed over. */
export function parseTasklist(text: string): readonly Task[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const isTooLong = line.length > LINE_LENGTH_MAX;
    const [, name, digits] = isTooLong ? [] : (QUOTED.exec(line) ?? ROW.exec(line) ?? []);
    const pid = Number(digits);
    return name === undefined || pid > PID_MAX ? [] : [{ name, pid }];
  });
}
