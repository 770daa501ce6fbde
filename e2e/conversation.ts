import type { Page } from 'playwright-core';

/** The chat of an application's page, as a person uses it. */
export function conversation(page: Page) {
  const question = () => page.getByLabel('Your question');
  const transcript = () => page.getByRole('log', { name: 'Conversation' });
  return {
    transcript,
    async ask(text: string): Promise<void> {
      await question().fill(text);
      await question().press('Enter');
    },
    /** Something of this appears in the conversation. */
    says: (text: string | RegExp) =>
      transcript().getByText(text).filter({ visible: true }).first().waitFor(),
    /** The answer has come to its end. */
    ended: () => page.getByRole('button', { name: 'Send' }).waitFor(),
    async decide(answer: 'Approve' | 'Reject'): Promise<void> {
      await transcript().getByRole('button', { name: answer }).click();
    },
  };
}

/**
 * Has the agent write two mails, of which the person allows the first one, after a reload, and refuses the second.
 * @param look - takes a picture of this name
 */
export async function allowOneMailAndRefuseOne(
  page: Page,
  look: (name: string) => Promise<unknown>,
  names: { pending: string; decided: string },
): Promise<void> {
  const chat = conversation(page);
  await chat.ask('Send a mail to ada@example.com about lunch saying see you at noon');
  await page.getByRole('button', { name: 'Approve' }).waitFor();
  await look(names.pending);
  await page.reload();
  await chat.decide('Approve');
  await chat.says(/Sample outbox/);
  await chat.ended();

  await chat.ask('Send a mail to bob@example.com about dinner saying at eight');
  await chat.decide('Reject');
  await chat.says(/rejected/i);
  await chat.ended();
  await look(names.decided);
}
