import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { act, screen } from '@testing-library/react';
import { useState } from 'react';
import { Markdown } from './Markdown';

const rendered: string[] = [];
jest.mock('react-markdown', () => {
  const { default: Real } = jest.requireActual('react-markdown');
  return {
    __esModule: true,
    default: (props: { children: string }) => {
      rendered.push(props.children);
      return <Real {...props} />;
    },
  };
});

const paragraphs = Array.from({ length: 30 }, (_, i) => `Paragraph **${i}** of the answer.`);
const whole = `${paragraphs.join('\n\n')}\n\n- one\n- two\n\n\`\`\`ts\nconst x = 1;\n\n\`\`\`\n\nEnd.`;

function renderGrowing(text = '') {
  let grow!: (text: string) => void;
  function Growing() {
    const [now, setNow] = useState(text);
    grow = setNow;
    return <Markdown text={now} />;
  }
  renderInTestApp(<Growing />, { apis: [mockApis.alert()] });
  return (next: string) => act(() => grow(next));
}

describe('an answer in Markdown', () => {
  it('renders a block while it is open only, however long the answer', async () => {
    const grow = renderGrowing('Paragraph');
    await screen.findByText('Paragraph');
    rendered.length = 0;
    for (let end = 16; end < whole.length + 16; end += 16) grow(whole.slice(0, end));
    expect(screen.getByText('End.')).toBeVisible();
    // Each of some 60 updates renders what grew: the open block, and the one that it has closed.
    const updates = Math.ceil(whole.length / 16);
    expect(rendered.length).toBeLessThan(2 * updates);
    const times = rendered.filter(text => text.includes('**0**')).length;
    expect(times).toBeLessThan(5);
  });

  it('opens links elsewhere, loads no picture, and shows HTML as the text that it is', async () => {
    renderGrowing(
      '[a](https://a.example) ![b](https://b.example/x) <b>c</b>\n\n<script>1</script>',
    );
    const link = await screen.findByRole('link', { name: 'a' });
    expect(link).toHaveAttribute('target', '_blank');
    expect(link).toHaveAttribute('rel', 'noopener noreferrer');
    expect(screen.getByRole('link', { name: 'b' })).toHaveAttribute('href', 'https://b.example/x');
    expect(screen.queryByRole('img', { name: 'b' })).not.toBeInTheDocument();
    expect(screen.getByText(/<script>/)).toBeVisible();
  });
});
