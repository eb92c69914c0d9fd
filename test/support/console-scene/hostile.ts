import { audit, exchange } from '../api.ts';
import type { TestStage } from '../gate.ts';

/** What an outsider may call a branch: markup, marks that turn the direction of text round, more than any page is wide. */
const BRANCHES = [
  { branch: '<script>alert(1)</script>', shown: '<script>alert(1)</script>' },
  { branch: '\u202Egnp.niam\u2066', shown: '⟨U+202E⟩gnp.niam⟨U+2066⟩' },
  { branch: 'y'.repeat(10_240), shown: 'y'.repeat(100) },
];

export interface HostileRun {
  readonly branch: string;
  /** How it begins on a page. */
  readonly shown: string;
  /** Of the refusal. */
  readonly entry: number;
}

/** Runs of the trusted repository on such branches: all refused, all in the audit. */
export async function seedHostile(
  { gate, bitbucket, audience }: Pick<TestStage, 'gate' | 'bitbucket' | 'audience'>,
  packageName: string,
): Promise<readonly HostileRun[]> {
  const runs: HostileRun[] = [];
  for (const { branch, shown } of BRANCHES) {
    const token = await bitbucket.mint({ audience, claims: { branchName: branch } });
    const answer = await exchange(gate, packageName, token);
    if (answer.status !== 403) throw new Error(`not refused: ${answer.status} ${answer.text}`);
    const [newest] = await audit(gate, `package=${encodeURIComponent(packageName)}&limit=1`);
    runs.push({ branch, shown, entry: newest?.id ?? 0 });
  }
  return runs;
}
