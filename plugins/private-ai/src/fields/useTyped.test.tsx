import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { useTyped } from './useTyped';

/** A form that keeps none of the first changes, each of which another field's has overtaken. */
function Form({ overtaken }: { overtaken: number }) {
  const [held, setHeld] = useState('');
  const [left, setLeft] = useState(overtaken);
  const onChange = (text: string) => {
    if (left > 0) setLeft(left - 1);
    else setHeld(text);
  };
  const [text, setText] = useTyped(held, onChange);
  return (
    <>
      <input aria-label="Name" value={text} onChange={({ target }) => setText(target.value)} />
      <output>{held}</output>
    </>
  );
}

it('keeps what was typed until the form holds it, and follows the form from then on', async () => {
  render(<Form overtaken={3} />);
  const user = userEvent.setup();
  const name = screen.getByRole('textbox', { name: 'Name' });
  await user.type(name, 'weather');
  expect(name).toHaveValue('weather');
  await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('weather'));
  await user.clear(name);
  await waitFor(() => expect(screen.getByRole('status')).toBeEmptyDOMElement());
  expect(name).toHaveValue('');
});
