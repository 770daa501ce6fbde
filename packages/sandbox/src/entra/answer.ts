/** What Entra or Microsoft Graph answers; the body is sent as JSON. */
export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}
