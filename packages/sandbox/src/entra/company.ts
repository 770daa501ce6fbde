/** Somebody in the company's directory, as Microsoft Graph says it. */
export interface Person {
  id: string;
  displayName: string;
  givenName: string;
  surname: string;
  mail: string;
  userPrincipalName: string;
  accountEnabled: boolean;
}

/** A security group; `members` are object ids of people and of other groups. */
export interface Group {
  id: string;
  displayName: string;
  description: string;
  mailEnabled: boolean;
  securityEnabled: boolean;
  members: string[];
}

const person = (id: string, givenName: string, surname: string, accountEnabled = true): Person => {
  const mail = `${givenName}.${surname}@contoso.example`.toLowerCase();
  const displayName = `${givenName} ${surname}`;
  return { id, displayName, givenName, surname, mail, userPrincipalName: mail, accountEnabled };
};

const group = (id: string, displayName: string, members: string[]): Group => ({
  id,
  displayName,
  description: `Members of ${displayName}`,
  mailEnabled: false,
  securityEnabled: true,
  members,
});

export const organization = 'Contoso';

export const persons: Person[] = [
  person('a1f0c2d4-0001-4d6e-8f10-1a2b3c4d5e01', 'Ada', 'Kim'),
  person('a1f0c2d4-0002-4d6e-8f10-1a2b3c4d5e02', 'Grace', 'Park'),
  person('a1f0c2d4-0003-4d6e-8f10-1a2b3c4d5e03', 'Gone', 'Lee', false),
  person('a1f0c2d4-0004-4d6e-8f10-1a2b3c4d5e04', 'Book', 'Keeper'),
];

const [ada, grace, gone, bookKeeper] = persons.map(({ id }) => id);

/** The two teams have the ids that development's catalog gives them. */
const appTeam = group('1b9c4d6e-2f47-4a0b-8c3d-94e5a6b7c8d9', 'private-ai-app-team', [ada, gone]);
const platformTeam = group('7e3f0b52-5d0a-4c8f-9a57-0c7a0d1f2b31', 'private-ai-platform-team', [
  grace,
]);

export const groups: Group[] = [
  appTeam,
  platformTeam,
  group('c0ffee00-0003-4d6e-8f10-1a2b3c4d5e03', 'private-ai', [appTeam.id, platformTeam.id]),
  group('c0ffee00-0004-4d6e-8f10-1a2b3c4d5e04', 'accounting', [bookKeeper]),
];
