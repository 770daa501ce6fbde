/**
 * One line on what was skipped for want of outside truths; undefined where nothing was.
 * @param said why each test was skipped, or a name that says so (testing/outsideTruth.ts words it)
 */
export function skippedTruths(said) {
  const names = said.flatMap(text => /needs the outside truth ([\w-]+)/.exec(text)?.[1] ?? []);
  if (!names.length) return undefined;
  const counts = [...new Set(names)]
    .sort()
    .map(name => `${name} ${names.filter(one => one === name).length}`);
  return `${names.length} tests skipped for want of outside truths: ${counts.join(', ')}`;
}
