/** The people of the backend's provider `development`. */
export const users = {
  developer: {
    title: 'Developer',
    can: 'Asks for applications and works with those of the app team.',
  },
  colleague: {
    title: 'Colleague',
    can: 'Is of another team: sees what there is, and works with that team’s own.',
  },
  'platform-engineer': {
    title: 'Platform engineer',
    can: 'Runs the landing zones and sees every application.',
  },
} as const;

export type User = keyof typeof users;

const key = 'private-ai-development-user';

/** Who signed in last in this browser. */
export function rememberedUser(): User | undefined {
  const stored = localStorage.getItem(key) ?? '';
  return Object.hasOwn(users, stored) ? (stored as User) : undefined;
}

/** Keeps a choice for the next load of the page. */
export function rememberUser(user: User): void {
  localStorage.setItem(key, user);
}

/** The next load of the page asks again. */
export function forgetUser(): void {
  localStorage.removeItem(key);
}
