/** An application as a template writes it that has no form of the portal's: what the examples pass as `app`. */
export const exampleApp = {
  name: 'weather',
  entityRef: 'component:default/weather',
  owner: 'group:default/weather-team',
  landingZone: 'korea',
  model: { name: 'gpt-5.2', version: '2025-12-11', sku: 'GlobalStandard', capacity: 10 },
  runtime: 'typescript',
  instructions: 'Answer questions about the weather.',
} as const;

/** The same as the output of an earlier step; `plan` is `private-ai:app:plan`. */
export const plannedApp = "${{ steps['plan'].output.app }}";
