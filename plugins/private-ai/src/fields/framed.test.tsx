import { TextField } from '@backstage/ui';
import { render, screen } from '@testing-library/react';
import { onPaper } from './onPaper';

describe('a field on the scaffolder’s form', () => {
  it('tells its inputs what they lie on, so that they show an edge', () => {
    const Field = onPaper(() => <TextField label="Name" />);
    render(<Field />);
    expect(screen.getByLabelText('Name').closest('[data-on-bg="neutral-1"]')).toBeInTheDocument();
  });
});
