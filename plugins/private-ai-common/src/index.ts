export * from './annotations';
export * from './permissions';
export * from './api/landingZones';
export * from './api/operations';
export * from './api/apps';
export * from './api/metrics';
export * from './api/chat';
export * from './chat';
