// What an attack has to come to; anything else means that it got through.
import assert from 'node:assert/strict';

/** Megabytes that the portal may take for what is meant to fill its memory; over it the attack has got through. */
export const most = 150;

/** The answer is one of these, in words that say what is wrong. @returns its words, short */
export function refused(answer, statuses, words = /./) {
  const expected = [statuses].flat();
  const said = answer.body?.error?.message ?? answer.text;
  assert.ok(
    expected.includes(answer.status),
    `it is answered with ${answer.status}, not ${expected.join(' or ')}: ${short(said)}`,
  );
  assert.match(said, words);
  return `${answer.status} ${short(said)}`;
}

/** The operation failed with a sentence. */
export function failedWith(operation, words) {
  assert.equal(operation.state, 'failed', `it ended ${operation.state}`);
  assert.match(operation.error?.message ?? '', words);
  return short(operation.error.message);
}

/** A run's stream says how it ended. @returns the text of its last error, if any */
export function runError(answer) {
  assert.equal(answer.status, 200, `it is answered with ${answer.status}: ${short(answer.text)}`);
  const events = answer.text
    .split('\n')
    .filter(line => line.startsWith('data:'))
    .map(line => JSON.parse(line.slice(5)));
  return events.findLast(({ type }) => type === 'RUN_ERROR');
}

/** The answer broke off with one of our own codes, for that reason. */
export function brokeOff(answer, code, words = /./) {
  const error = runError(answer);
  assert.ok(error, 'the answer was taken to its end');
  assert.match(String(error.code), code);
  assert.match(String(error.message), words);
  return `${error.code}: ${short(error.message)}`;
}

export const short = (text = '') => {
  const line = String(text).replace(/\s+/g, ' ');
  return line.length > 90 ? `${line.slice(0, 89)}…` : line;
};
