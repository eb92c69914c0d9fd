import type { Output } from '../report.ts';
import { reportJson } from '../report.ts';
import type { Published } from '../tarball/publish-tarball.ts';

/** What was published, on standard output. Its shape as JSON is in README.md. */
export function reportPublished({ dryRun, ...published }: Published, asJson: boolean, output: Output): void {
  if (asJson) return reportJson({ outcome: dryRun ? 'dry-run' : 'published', ...published }, output);
  const { name, version, registry, integrity } = published;
  output.stdout(`${dryRun ? 'would have published' : 'published'} ${name}@${version} to ${registry} (${integrity})\n`);
}
