import { CustomErrorBase } from '@backstage/errors';

/** Everything that stands in the way of something, found before the first write; each a sentence that a person can act on. */
export class ProblemsError extends CustomErrorBase {
  name = 'ProblemsError' as const;
  /** What is there, or missing, has to change first; asking again alone does not help. */
  readonly statusCode = 409;

  constructor(
    what: string,
    readonly problems: string[],
  ) {
    super(
      problems.length === 1
        ? `${what}: ${problems[0]}`
        : `${what}. ${problems.length} things stand in the way:\n${numbered(problems)}`,
    );
  }
}

const numbered = (problems: string[]) =>
  problems.map((problem, index) => `${index + 1}. ${problem}`).join('\n');
