import { Container } from '@backstage/ui';
import { MyApps } from './MyApps';

/** *My AI apps* as a page. */
export function HomePage() {
  return (
    <Container py="6">
      <MyApps />
    </Container>
  );
}
