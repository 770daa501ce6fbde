/** Characters of an application's name. */
const appNameLength = { least: 3, most: 24 } as const;

// A Service's name begins with a letter (RFC 1035), and every name that is made of it has to hold it.
const { least, most } = appNameLength;
const rule = new RegExp(`^[a-z][a-z0-9-]{${least - 2},${most - 2}}[a-z0-9]$`);

/** The rule of an application's name: repository, namespace and every resource are named after it. */
export const isAppName = (name: string): boolean => rule.test(name);
