import { Agent, setTracingDisabled, type Model } from '@openai/agents-core';
import { sendMail } from './tools/sendMail.ts';
import { getWeather } from './tools/weather.ts';

// The library would otherwise send traces, prompts included, to its vendor.
setTracingDisabled(true);

/** What the agent knows of a run; a tool finds it in its second argument: `run?.context.user`. */
export interface Asking {
  /** Who asks, as the portal names its users, or `single-user`. */
  user: string;
}

/** The agent: a model, its instructions, and the tools that it may call. Add yours to the list. */
export function createAgent(model: Model, instructions: string): Agent<Asking> {
  return new Agent<Asking>({
    name: 'assistant',
    instructions,
    model,
    tools: [getWeather, sendMail],
  });
}
