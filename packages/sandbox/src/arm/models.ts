/** A model that a region offers, as far as deployments are checked against it. */
export interface Model {
  format: 'OpenAI';
  name: string;
  version: string;
  skus: string[];
  /** ISO 8601; a deployment after it is refused. */
  retires: string;
}

const everySku = ['Standard', 'DataZoneStandard', 'GlobalStandard'];

/** Some of Foundry's models; `gpt-5.2-chat` is the reference's, retired on 2026-06-29. */
export const models: Model[] = [
  {
    format: 'OpenAI',
    name: 'gpt-5.2',
    version: '2025-12-11',
    skus: ['DataZoneStandard', 'GlobalStandard'],
    retires: '2027-06-11',
  },
  {
    format: 'OpenAI',
    name: 'gpt-5.2-chat',
    version: '2025-12-11',
    skus: ['GlobalStandard'],
    retires: '2026-06-29',
  },
  {
    format: 'OpenAI',
    name: 'gpt-4.1',
    version: '2025-04-14',
    skus: everySku,
    retires: '2027-04-14',
  },
  {
    format: 'OpenAI',
    name: 'gpt-4.1-mini',
    version: '2025-04-14',
    skus: everySku,
    retires: '2027-04-14',
  },
];

/** Thousands of tokens a minute that a subscription may deploy of one model and SKU in a region. */
export const quota = 150;
