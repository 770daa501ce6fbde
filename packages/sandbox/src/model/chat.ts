import { modelError } from './errors.ts';

/** A chat completions request, as far as it is read. */
export interface ChatRequest {
  /** The deployment's name. */
  model: string;
  messages: Message[];
  tools: Tool[];
  toolChoice: 'auto' | 'none' | 'required' | { name: string };
  stream: boolean;
  includeUsage: boolean;
  /** Most tokens that an answer may have. */
  limit?: number;
}

export interface Message {
  role: string;
  text: string;
}

export interface Tool {
  name: string;
  description: string;
  /** JSON schema of the arguments. */
  parameters: JsonSchema;
}

/** The part of JSON schema that tools are described in. */
export interface JsonSchema {
  type?: string | string[];
  description?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  minimum?: number;
  minItems?: number;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
}

/** What the model says: words, or a call of a tool. */
export type Reply = { text: string } | { tool: string; arguments: string };

interface RawRequest {
  model?: unknown;
  messages?: { role?: unknown; content?: unknown }[];
  tools?: {
    type?: string;
    function?: { name?: string; description?: string; parameters?: JsonSchema };
  }[];
  tool_choice?: string | { function?: { name?: string } };
  stream?: boolean;
  stream_options?: { include_usage?: boolean } | null;
  max_tokens?: number | null;
  max_completion_tokens?: number | null;
}

/** @throws ModelError 400 in the API's words */
export function parseChat(text: string): ChatRequest {
  let raw: RawRequest;
  try {
    raw = JSON.parse(text);
  } catch {
    throw modelError(400, 'BadRequest', 'The request body is not JSON.');
  }
  if (typeof raw?.model !== 'string')
    throw modelError(400, 'BadRequest', "Missing required parameter: 'model'.");
  if (!Array.isArray(raw.messages) || raw.messages.length === 0)
    throw modelError(400, 'BadRequest', "Missing required parameter: 'messages'.");
  const choice = raw.tool_choice ?? 'auto';
  return {
    model: raw.model,
    messages: raw.messages.map(({ role, content }) => ({
      role: String(role),
      text: textOf(content),
    })),
    tools: (raw.tools ?? []).flatMap(({ function: tool }) =>
      tool?.name
        ? [
            {
              name: tool.name,
              description: tool.description ?? '',
              parameters: tool.parameters ?? {},
            },
          ]
        : [],
    ),
    toolChoice:
      typeof choice === 'string'
        ? (choice as 'auto' | 'none' | 'required')
        : { name: choice.function?.name ?? '' },
    stream: raw.stream === true,
    includeUsage: raw.stream_options?.include_usage === true,
    limit: raw.max_completion_tokens ?? raw.max_tokens ?? undefined,
  };
}

/** A message's content is text, or a list of parts of which some are text. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part: { text?: unknown }) => String(part?.text ?? '')).join('');
}
