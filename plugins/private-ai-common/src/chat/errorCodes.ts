/** Codes of the RUN_ERROR by which the portal ends a run in its agent's place; the message is for the person. */
export const runErrors = {
  /** The portal was restarted meanwhile. */
  interrupted: 'INTERRUPTED',
  /** The agent broke off. */
  cut: 'STREAM_CUT',
  tooLong: 'ANSWER_TOO_LONG',
  violation: 'PROTOCOL_VIOLATION',
  unreachable: 'AGENT_UNREACHABLE',
  down: 'AGENT_DOWN',
  /** The cluster does not let the portal through. */
  forbidden: 'AGENT_FORBIDDEN',
  refused: 'AGENT_REFUSED',
  /** The agent does not take the portal's word about who asks. */
  signIn: 'AGENT_SIGN_IN',
  /** The portal's own fault. */
  portal: 'PORTAL_ERROR',
} as const;
export type RunErrorCode = (typeof runErrors)[keyof typeof runErrors];

/** Codes of the agents' own, as Microsoft Agent Framework (1.7) says them: a run came with answers that it cannot take. */
export const approvalErrors = {
  /** It waits for answers, and none came. */
  required: 'APPROVAL_RESUME_REQUIRED',
  /** It does not know of what is answered. */
  notFound: 'APPROVAL_RESUME_NOT_FOUND',
} as const;
