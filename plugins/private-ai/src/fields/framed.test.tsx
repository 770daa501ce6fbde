import { TextField } from '@backstage/ui';
import { render, screen } from '@testing-library/react';
import { framed } from './framed';

const Field = framed(() => <TextField label="Name" />);

describe('a field on the scaffolder’s form', () => {
  it('tells its inputs what they lie on, so that they show an edge', () => {
    render(<Field />);
    expect(screen.getByLabelText('Name').closest('[data-on-bg="neutral-1"]')).toBeInTheDocument();
  });

  it('says what is wrong with its value, and nothing of a value that is another by now', () => {
    const errors = ['It is too short.'];
    const { rerender } = render(<Field formData="a" rawErrors={errors} hideError />);
    expect(screen.getByRole('alert')).toHaveTextContent('It is too short.');
    rerender(<Field formData="ab" rawErrors={errors} hideError />);
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    // The next try: the form says nothing, and then the same again.
    rerender(<Field formData="ab" rawErrors={[]} hideError />);
    rerender(<Field formData="ab" rawErrors={errors} hideError />);
    expect(screen.getByRole('alert')).toHaveTextContent('It is too short.');
  });

  it('leaves it to the form where the template does', () => {
    render(<Field formData="a" rawErrors={['It is too short.']} />);
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });
});
