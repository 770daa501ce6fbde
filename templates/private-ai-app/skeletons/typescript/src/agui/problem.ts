import { MaxTurnsExceededError } from '@openai/agents-core';
import { APIConnectionError, APIError } from 'openai';
import { SignInError } from '../model/client.ts';
import { ApprovalError } from './approvals.ts';

/** What a person is told of a failed run: `code` is for programs, `message` says what to do. */
export interface Problem {
  code: string;
  message: string;
}

/** The model stopped an answer that had begun, because of its content filter. */
export class ContentFilteredError extends Error {
  override name = 'ContentFilteredError';
}

/** Turns what went wrong into a code and a sentence; `model` is the deployment's name. Details stay in the log. */
export function problemOf(error: unknown, model: string): Problem {
  const causes = chain(error);
  if (error instanceof ApprovalError) return { code: error.code, message: error.message };
  if (causes.some(each => each instanceof ContentFilteredError)) return FILTERED_ANSWER;
  if (causes.some(each => each instanceof SignInError)) {
    return {
      code: 'sign_in_failed',
      message:
        'The app could not sign in to Microsoft Entra. Check its workload identity: the ServiceAccount, the federated credential and the way to the sign-in host.',
    };
  }
  const api = causes.find(each => each instanceof APIError);
  if (api instanceof APIConnectionError) {
    return {
      code: 'model_unreachable',
      message:
        'The model could not be reached. Check its private endpoint, DNS and the network policy.',
    };
  }
  if (api) return apiProblem(api, model);
  if (causes.some(each => each instanceof MaxTurnsExceededError)) {
    return {
      code: 'too_many_turns',
      message: 'The agent stopped because it kept calling tools without coming to an answer.',
    };
  }
  return { code: 'agent_failed', message: "The agent failed. The app's log says why." };
}

const FILTERED_ANSWER: Problem = {
  code: 'content_filter',
  message: 'The content filter of the model stopped this answer. Ask in another way.',
};

function apiProblem(error: APIError, model: string): Problem {
  if (error.code === 'content_filter') {
    // Without a status it came amid the stream.
    if (error.status === undefined) return FILTERED_ANSWER;
    return {
      code: 'content_filter',
      message: 'The content filter of the model refused this message. Say it in another way.',
    };
  }
  if (error.code === 'context_length_exceeded') {
    return {
      code: 'context_too_long',
      message: 'The conversation is too long for the model. Start a new one.',
    };
  }
  // Azure answers a missing role with 401 on one way and with 403 on another.
  if (error.status === 403 || error.code === 'PermissionDenied') {
    return {
      code: 'model_forbidden',
      message: `The app's identity may not use the model (${error.status}). It needs the role Cognitive Services OpenAI User on the account; a new role takes some minutes to work.`,
    };
  }
  switch (error.status) {
    case 401:
      return {
        code: 'model_unauthorized',
        message:
          "The model did not accept the app's sign-in (401). Check the identity that the app runs with.",
      };
    case 404:
      return {
        code: 'model_not_found',
        message: `There is no model deployment "${model}" (404). Check AZURE_OPENAI_DEPLOYMENT_NAME and the deployments of the account.`,
      };
    case 429:
      return {
        code: 'model_throttled',
        message: `The model is at its limit (429). ${retryAdvice(error)} If it happens often, ask for more capacity.`,
      };
    default:
      return (error.status ?? 500) >= 500
        ? {
            code: 'model_unavailable',
            message: `The model failed (${error.status ?? 'broken stream'}). Try again in a moment.`,
          }
        : {
            code: 'model_refused',
            message: `The model refused the request (${error.status}). The app's log says why.`,
          };
  }
}

function retryAdvice(error: APIError): string {
  const seconds = Number(error.headers?.get('retry-after'));
  return seconds > 0 ? `Try again in ${Math.ceil(seconds)} seconds.` : 'Try again in a moment.';
}

function chain(error: unknown): unknown[] {
  const causes: unknown[] = [];
  for (let each = error; each && causes.length < 10; each = (each as { cause?: unknown }).cause) {
    causes.push(each);
  }
  return causes;
}
