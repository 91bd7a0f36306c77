import type { FamilyMember } from '../lists/family-tree.ts';
import { Foreign } from '../words/Say.tsx';
import { useWords } from '../words/WordsProvider.tsx';

/** Where a process comes from, as the tree that it hangs in. */
export function FamilyTree(props: { readonly members: readonly FamilyMember[] }) {
  return (
    <ul className="family evidence">
      {props.members.map((member) => (
        <li key={member.pid}>
          <Member member={member} />
          {member.children.length > 0 && <FamilyTree members={member.children} />}
        </li>
      ))}
    </ul>
  );
}

function Member({ member }: { readonly member: FamilyMember }) {
  const { t } = useWords();
  const { title, rawName, command, pid, isHolder } = member;
  return (
    <span className={isHolder ? 'family-member holder' : 'family-member'} title={command}>
      <span className="one-line">
        <Foreign text={title} className="family-name" />
        {rawName !== undefined && (
          <span className="muted">
            {' '}
            <Foreign text={rawName} />
          </span>
        )}
      </span>
      <span className="caption muted">{t('facts.pids', { pids: String(pid) })}</span>
    </span>
  );
}
