import { randomBytes } from 'node:crypto';
import { tool } from '@openai/agents-core';
import { z } from 'zod';

const NOTE = 'Sample outbox: nothing was sent. Replace src/tools/sendMail.ts by your mail service.';

/** A tool that acts for a person, and asks that person before every call. */
export const sendMail = tool({
  name: 'send_mail',
  description: 'Puts a mail into the outbox. A person approves every mail before.',
  parameters: z.object({
    to: z.string().describe('Address of the recipient'),
    subject: z.string(),
    body: z.string().describe('Plain text'),
  }),
  needsApproval: true,
  execute: ({ to, subject }) => {
    const outbox = `mail-${randomBytes(4).toString('hex')}`;
    // Neither address nor text: the log is read by more people than the mail.
    console.info(JSON.stringify({ outbox }));
    return JSON.stringify({ outbox, to, subject, note: NOTE });
  },
});
