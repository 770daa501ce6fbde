/** What is shown of an answer at once; more of it comes when the person asks. No honest answer needs most of these. */
export const shown = {
  /** Characters of words that are read as Markdown; what follows stands as it was written. */
  markdown: 100_000,
  /** Blocks (paragraphs, lists, tables, …) of the same. */
  blocks: 1_000,
  /** Characters of one block. */
  block: 20_000,
  /** How deep lists and quotations lie in each other. */
  depth: 40,
  /** Marks of emphasis and of links in one paragraph; with more of them they stand as they were written. */
  marks: 200,
  /** Cells of one table, likewise. */
  cells: 5_000,
  /** Characters of a text that stands as it was written. */
  text: 20_000,
  /** Characters of a call's arguments, or result, that are laid out as JSON. */
  json: 100_000,
  /** Arguments that stand under their names. */
  arguments: 50,
  /** Characters of a name, and of a sentence of the agent's. */
  name: 200,
  sentence: 2_000,
  /** Messages of one answer, and calls of one message. */
  parts: 100,
} as const;

export const cut = (text: string, most: number) =>
  text.length > most ? `${text.slice(0, most)}…` : text;
