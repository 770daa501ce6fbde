/**
 * What stands in nearly every event, and the character that is written in its place. JSON has no control characters of its own,
 * so what is written can be read again whatever it holds. Once given, a place is never given to another: rows stay.
 */
const often = [
  '{"type":"TEXT_MESSAGE_CONTENT","messageId":"',
  '{"type":"TEXT_MESSAGE_START","messageId":"',
  '{"type":"TEXT_MESSAGE_END","messageId":"',
  '{"type":"TOOL_CALL_START","toolCallId":"',
  '{"type":"TOOL_CALL_ARGS","toolCallId":"',
  '{"type":"TOOL_CALL_END","toolCallId":"',
  '{"type":"TOOL_CALL_RESULT","messageId":"',
  '{"type":"MESSAGES_SNAPSHOT","messages":[{"id":"',
  '{"type":"RUN_STARTED","threadId":"',
  '{"type":"RUN_FINISHED","threadId":"',
  '{"type":"CUSTOM","name":"',
  '{"type":"REASONING_MESSAGE_CONTENT","messageId":"',
  '"},{"id":"',
  '","runId":"',
  '","delta":"',
  '","content":"',
  '","toolCallId":"',
  '","toolCallName":"',
  '","parentMessageId":"',
  '","role":"assistant',
  '","role":"tool',
  '","role":"held',
  '","toolCalls":[{"id":"',
  '","type":"function","function":{"name":"',
  '","arguments":"',
  '"input_token_count":',
  '"output_token_count":',
  '"total_token_count":',
] as const;

const places = often.map((text, at) => [text, String.fromCharCode(at + 1)] as const);
const texts = new Map<string, string>(places.map(([text, place]) => [place, text]));
const anyPlace = /[\x01-\x1c]/g;

/** An event's JSON as it is kept, without what each of its kind has. */
export function terse(json: string): string {
  return places.reduce((text, [long, place]) => text.replaceAll(long, place), json);
}

/** The same JSON again; what was kept before there was this is that already. */
export function spelled(kept: string): string {
  return kept.replace(anyPlace, place => texts.get(place)!);
}

/** Begins lengths that are kept as below; before there was this they were a list in JSON. */
const mark = '~';
/** One character stands for each length up to this; a longer one is written out, between bars. */
const short = 90;

/** Lengths of deltas, which are small. */
export function terseLengths(lengths: readonly number[]): string {
  const one = (length: number) =>
    length <= short ? String.fromCharCode(length + 33) : `|${length}|`;
  return mark + lengths.map(one).join('');
}

export function spelledLengths(kept: string): number[] {
  if (!kept.startsWith(mark)) return JSON.parse(kept);
  const lengths = kept.slice(mark.length).matchAll(/\|(\d+)\||[^|]/g);
  return Array.from(lengths, ([one, long]) =>
    long === undefined ? one.charCodeAt(0) - 33 : Number(long),
  );
}
