import type { LoggerService } from '@backstage/backend-plugin-api';
import { say, type TrialEvent, type TrialFigures } from '@private-ai/plugin-private-ai-common';
import type { Playground } from '../config/playground';
import { askModel } from './askModel';
import { ModelRefusal } from './refusal';
import type { Trial } from './trial';

/** The audience of every account of Azure's AI services. */
const scope = 'https://cognitiveservices.azure.com/.default';

/** What became of a trial, in numbers: what an auditor is told. */
export interface TrialCounts {
  answered: number;
  refused: number;
  inputTokens: number;
  outputTokens: number;
}

/** Asks every model of a trial at once, and tells of each as it comes; ends with the last, or when `signal` says that nobody reads. */
export async function sideBySide(
  { models, ...asked }: Trial,
  { endpoint }: Playground,
  deps: {
    /** An access token of the portal's identity for a scope. */
    token(scope: string): Promise<string>;
    /** Resolves when there is room for more. */
    tell(event: TrialEvent): Promise<void>;
    signal: AbortSignal;
    logger: LoggerService;
    /** Trusted beside Node's own (PEM). */
    ca?: string;
  },
): Promise<TrialCounts> {
  const { signal, logger, ca } = deps;
  const { host } = new URL(endpoint);

  const one = async (deployment: string, model: number): Promise<TrialFigures | undefined> => {
    const tell = (text: string) => deps.tell({ model, type: 'text', text });
    try {
      const token = await signedIn();
      const figures = await askModel({ endpoint, deployment, token, ca }, asked, tell, { signal });
      await deps.tell({ model, type: 'end', ...figures });
      return figures;
    } catch (error) {
      if (signal.aborted) return undefined;
      const { sentence, cause } = refusalFrom(error);
      // Where it was asked, and why it failed: none of the words.
      const why = cause
        ? `: ${(cause as NodeJS.ErrnoException).code ?? (cause as Error).name}`
        : '';
      logger.warn(`Playground at ${host}, deployment ${deployment}: ${sentence.code}${why}`);
      await deps.tell({ model, type: 'failed', sentence });
      return undefined;
    }
  };

  const signedIn = async () => {
    try {
      return await deps.token(scope);
    } catch (cause) {
      throw new ModelRefusal(say('trial-sign-in'), { cause });
    }
  };

  const ended = await Promise.all(models.map(({ deployment }, index) => one(deployment, index)));
  const answered = ended.filter(figures => figures !== undefined);
  const sum = (of: (figures: TrialFigures) => number | undefined) =>
    answered.reduce((all, figures) => all + (of(figures) ?? 0), 0);
  return {
    answered: answered.length,
    refused: signal.aborted ? 0 : models.length - answered.length,
    inputTokens: sum(({ tokens }) => tokens?.input),
    outputTokens: sum(({ tokens }) => tokens?.output),
  };
}

/** Whatever else it is, is the portal's own fault: a person can only ask again. */
const refusalFrom = (error: unknown): ModelRefusal =>
  error instanceof ModelRefusal ? error : new ModelRefusal(say('trial-broken'), { cause: error });
