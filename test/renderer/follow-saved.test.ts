import { describe, expect, it } from 'vitest';
import { emptyDraft, isSameDraft, toDraft, type Draft } from '../../renderer/settings/draft.ts';
import { followSaved } from '../../renderer/settings/follow-saved.ts';
import { buildWatchedPort, HOME } from './builders.ts';

const base = toDraft(
  buildWatchedPort({
    port: 45_960,
    acceptedOwners: [
      { kind: 'command', pattern: 'vite' },
      { kind: 'command', pattern: 'next' },
    ],
  }),
  HOME,
);
const follow = (edited: Partial<Draft>, changed: Partial<Draft>) =>
  followSaved({ draft: { ...base, ...edited }, base }, { ...base, ...changed });

describe('a form over an entry that changes meanwhile', () => {
  it('keeps the name that was typed and takes the port that the service was moved to', () => {
    expect(follow({ name: 'shop' }, { port: '45961' })).toEqual({
      ...base,
      name: 'shop',
      port: '45961',
    });
  });

  it('keeps a port that was typed', () => {
    expect(follow({ port: '5000' }, { port: '45961' }).port).toBe('5000');
  });

  it('has nothing to save where the saved entry came to the same', () => {
    const changed = { port: '45961' };
    expect(isSameDraft(follow(changed, changed), { ...base, ...changed })).toBe(true);
  });

  it('does not mix the rule that was typed with another one', () => {
    const rule = { ruleKind: 'executable', executable: 'java', folder: '' } as const;
    expect(follow({ folder: '~/other' }, rule)).toMatchObject({
      ruleKind: 'project',
      folder: '~/other',
      executable: '',
    });
    expect(follow({ name: 'shop' }, rule)).toMatchObject(rule);
  });

  it('takes in owners that were accepted, and leaves out those that were taken away', () => {
    const [vite, next] = base.acceptedOwners;
    const java = { kind: 'executable', executable: 'java' } as const;
    const followed = follow(
      { acceptedOwners: base.acceptedOwners.slice(1) },
      { acceptedOwners: [...base.acceptedOwners, java] },
    );
    expect(followed.acceptedOwners).toEqual([next, java]);
    expect(followed.acceptedOwners).not.toContainEqual(vite);
  });

  it('covers every field of the form', () => {
    const other = Object.fromEntries(
      Object.keys(emptyDraft).map((field) => [field, `other ${field}`]),
    ) as unknown as Draft;
    const edited = { ...other, acceptedOwners: [] };
    expect(followSaved({ draft: edited, base }, base)).toEqual(edited);
  });
});
