import { Agent, setTracingDisabled, type Model } from '@openai/agents-core';
import { getWeather } from './tools/weather.ts';

// The library would otherwise send traces, prompts included, to its vendor.
setTracingDisabled(true);

/** The agent: a model, its instructions, and the tools that it may call. Add yours to the list. */
export function createAgent(model: Model, instructions: string): Agent {
  return new Agent({ name: 'assistant', instructions, model, tools: [getWeather] });
}
