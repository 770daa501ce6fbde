/** Characters of what is said of an application, at most: the form counts by it, the backend refuses by it. */
export const appTextLength = { description: 300, instructions: 8000 } as const;
