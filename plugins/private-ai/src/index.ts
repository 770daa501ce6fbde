export { privateAiPlugin as default } from './plugin';
export { privateAiApiRef, type OperationEvent, type PrivateAiApi } from './api/PrivateAiApi';
export { privateAiTranslationRef } from './translations/ref';
export { MyAppsCard } from './home/MyAppsCard';
export { OnlyPlatformTeam } from './curation/OnlyPlatformTeam';
