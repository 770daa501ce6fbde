/**
 * One event of a `text/event-stream` (https://html.spec.whatwg.org/multipage/server-sent-events.html).
 * @param json - `data` as JSON, which holds no line's end
 */
export function frame({ id, event, json }: { id?: number; event?: string; json: string }): string {
  const name = event === undefined ? '' : `event: ${event}\n`;
  return `${id === undefined ? '' : `id: ${id}\n`}${name}data: ${json}\n\n`;
}
