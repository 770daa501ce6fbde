import { refusalTable } from './refusalTable';

/** What an answer of Azure says is wrong. */
export interface Told {
  code: string;
  message: string;
  /** The policy assignment that forbids it. */
  policy?: string;
  /** The resource provider that is meant. */
  namespace?: string;
}

interface ArmErrorBody {
  code?: unknown;
  message?: unknown;
  target?: unknown;
  details?: unknown;
  innererror?: unknown;
  innerError?: unknown;
  additionalInfo?: unknown;
}

/** Codes that only say that something within went wrong. */
const wrappers =
  /^(BadRequest|Conflict|DeploymentFailed|Failed|InternalServerError|InvalidTemplateDeployment|MultipleErrorsOccurred|OperationFailed|ResourceDeploymentFailure|ResourceOperationFailure|ValidationError|ValidationForResourceFailed|InvalidRequestContent|HTTP \d+)$/i;

/** The error in an answer's body: the one within that says most. Undefined where the body is no error of Azure. */
export function toldBy(body: string | null | undefined): Told | undefined {
  const answer = parsed(body);
  const root = asError(answer?.error) ?? asError(answer);
  if (!root) return undefined;
  const nodes = tree(root);
  const named = nodes.filter(({ code }) => typeof code === 'string');
  const telling = named.filter(({ code }) => !wrappers.test(code as string));
  const best =
    telling.findLast(isKnown) ?? telling[0] ?? named.findLast(isKnown) ?? named[0] ?? root;
  const message = [best, ...nodes.toReversed()].map(node => words(node.message)).find(Boolean);
  return {
    code: String(best.code ?? 'Unknown'),
    message: message ?? 'no reason given',
    policy: nodes.flatMap(policies)[0],
    namespace: namespaceIn(nodes.map(node => String(node.message ?? '')).join(' ')),
  };
}

/** The error and all within, from outside to inside. */
function tree(error: ArmErrorBody, depth = 0): ArmErrorBody[] {
  if (depth > 8) return [error];
  const within = [
    ...(Array.isArray(error.details) ? error.details : []),
    error.innererror,
    error.innerError,
    // Some providers put the error of what they called as JSON into their own words.
    ...(typeof error.message === 'string' && error.message.trimStart().startsWith('{')
      ? [parsed(error.message)?.error ?? parsed(error.message)]
      : []),
  ];
  return [error, ...within.flatMap(one => (asError(one) ? tree(asError(one)!, depth + 1) : []))];
}

const isKnown = ({ code, message }: ArmErrorBody) =>
  refusalTable.some(
    ({ codes, words: said }) =>
      codes.some(one => one.toLowerCase() === String(code).toLowerCase()) &&
      (said?.test(String(message)) ?? true),
  );

const asError = (value: unknown): ArmErrorBody | undefined => {
  const error = value as ArmErrorBody | null | undefined;
  return typeof error === 'object' && error !== null && ('code' in error || 'message' in error)
    ? error
    : undefined;
};

const words = (message: unknown) =>
  typeof message === 'string' && !message.trimStart().startsWith('{') ? message : undefined;

function policies({ additionalInfo }: ArmErrorBody): string[] {
  if (!Array.isArray(additionalInfo)) return [];
  return additionalInfo.flatMap(({ info }) => {
    const name = info?.policyAssignmentDisplayName || info?.policyAssignmentName;
    return typeof name === 'string' ? [name] : [];
  });
}

const namespaceIn = (text: string) => /\bMicrosoft\.[A-Z]\w+/.exec(text)?.[0];

function parsed(text: string | null | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = text ? JSON.parse(text) : undefined;
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
