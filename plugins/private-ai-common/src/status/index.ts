export * from './facts';
export * from './sentence';
export * from './statusOf';
export * from './rows';
export * from './mayAnswer';
