// A reporter of node's test runner: one line of JSON with what passed, failed and was skipped, and what each failure and skip
// said. A suite that is skipped counts as one: which tests it has nobody knows.
export default async function* count(events) {
  const counts = { passed: 0, failed: 0, skipped: 0, failures: [], skips: [] };
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (type === 'test:fail') counts.failures.push({ name: data.name, said: said(data) });
    const isSkipped = data.skip !== undefined || data.todo !== undefined;
    if (data.skip !== undefined) counts.skips.push(String(data.skip));
    if (data.details.type === 'suite' && !isSkipped) continue;
    if (type === 'test:fail') counts.failed += 1;
    else if (isSkipped) counts.skipped += 1;
    else counts.passed += 1;
  }
  yield `${JSON.stringify(counts)}\n`;
}

// What failed in a hook is the suite's error, and only there.
function said({ file, details: { error } }) {
  const cause = error?.cause ?? error;
  return `${file ?? ''}\n${cause?.stack ?? cause?.message ?? cause}`.slice(0, 1500);
}
