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
