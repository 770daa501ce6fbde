/**
 * How an application is, at this moment. `waiting`: it is provisioned, and its agent was not released yet. `absent`: nothing of
 * it exists, and nobody has begun to make it. `starting`: it is to run, and its pods are not up yet. `moved`: its name is another's, and it has to be handed over. The others are
 * their words.
 */
export const appStates = [
  'waiting',
  'making',
  'changing',
  'retiring',
  'starting',
  'running',
  'idle',
  'degraded',
  'failed',
  'unreachable',
  'absent',
  'moved',
  'adopted',
  'retired',
] as const;
export type AppState = (typeof appStates)[number];

/** What is to be done, or by whom; each has a text, and most a button on the application's page. */
export const remedies = [
  'resume',
  'release',
  'wake',
  'repair',
  'look',
  'hand-over',
  'unregister',
  'elsewhere',
  'passes',
  'platform-team',
] as const;
export type Remedy = (typeof remedies)[number];

/**
 * What a person reads, in English, with the names of what is filled in; browsers translate it by its code. One sentence, and
 * nothing in it that a program said.
 */
export const sentences = {
  queued: 'What was asked for waits for its turn.',
  making: 'It is being made.',
  'making-parts': 'It is being made: {{done}} of {{all}} things are there.',
  changing: 'It is being changed. What runs goes on answering meanwhile.',
  retiring: 'It is being taken away.',
  running: 'Its agent runs.',
  idle: 'It is scaled to nothing: no pod runs, and the agent answers nobody until it is woken.',
  'not-released': 'It is provisioned, and its agent was not released yet.',
  'never-made': 'Nothing of it is in the cluster, and the portal knows of nobody who had it made.',
  failed: 'The last operation failed, and its agent does not run.',
  'failed-at': 'The last operation failed at {{resource}}, and its agent does not run.',
  'failed-running': 'The last operation failed. What ran before it goes on answering.',
  cancelled: 'The last operation was cancelled, and its agent does not run.',
  'cancelled-running': 'The last operation was cancelled. What ran before it goes on answering.',
  'retire-unfinished': 'It was being taken away, and some of it is still there.',
  'parts-gone': 'Its agent runs, but this is not there any more: {{names}}.',
  'parts-ill': 'Its agent runs, but this is not as it should be: {{names}}.',
  starting: 'None of its pods is ready yet: they started a moment ago.',
  'pods-none': 'None of its pods is ready, so its agent does not answer.',
  'pods-few': '{{ready}} of {{wanted}} pods are ready.',
  'no-deployment': 'There is no Deployment of it, so its agent does not run.',
  'no-namespace': 'Its namespace {{namespace}} is not there any more.',
  adopted: 'It was there before the portal, and its agent runs.',
  'adopted-down': 'No pod is ready behind the Service {{service}}.',
  'adopted-gone': 'There is no Service {{service}} where its annotations say.',
  moved: 'The application of this name was made for somebody else.',
  'no-place': 'Its annotations name no place that this portal knows.',
  'not-its-own': 'The namespace {{namespace}} does not belong to it.',
  retired: 'Its resources were removed.',
  'cluster-away': 'The cluster of {{zone}} does not answer, so how it is now is not known.',
  'cluster-refuses':
    'The cluster of {{zone}} does not let the portal look, so how it is is not known.',
  'azure-away':
    'Azure does not answer, so how its resources there are is not known. Its agent runs.',
  'azure-refuses':
    'Azure does not let the portal look, so how its resources there are is not known. Its agent runs.',
  // Of a landing zone.
  'outage-azure-away': 'Azure does not answer.',
  'outage-azure-refuses': 'Azure does not let the portal look.',
  'outage-cluster-away': 'The cluster of {{zone}} does not answer.',
  'outage-cluster-refuses': 'The cluster of {{zone}} does not let the portal look.',
  'outage-prometheus-away': 'Prometheus of {{zone}} does not answer.',
  'outage-prometheus-refuses': 'Prometheus of {{zone}} does not let the portal look.',
  // Of one resource.
  'row-absent': 'It does not exist.',
  'row-next': 'It comes next.',
  'row-waiting': 'It comes after what is made now.',
  'row-release': 'The release brings it.',
  'row-left': 'It was not come to.',
  'row-azure-says': 'Azure says {{state}}.',
  'row-foreign': 'It does not carry the tag of this application, and is not looked at.',
  'row-parent-foreign': 'What it lies in is not this application’s, and is not looked at.',
  'row-removing': 'It is being removed.',
  'row-pods': '{{ready}} of {{wanted}} pods are ready.',
  'row-idle': 'It is scaled to nothing.',
  'row-no-pod': 'No pod is ready behind it.',
  // Of what somebody asks for.
  'name-form':
    'A name has 3 to 24 lower-case letters, digits and dashes, begins with a letter and does not end with a dash.',
  'name-reserved':
    'The Kubernetes namespace would be called "{{namespace}}", which is kept for what the cluster itself is made of: choose another name.',
  'name-taken': 'The portal or its catalog already has {{entityRef}}: choose another name.',
  'name-left':
    'The catalog still has {{entityRef}}, and its repository is not there any more: have the platform team take it out of the catalog, or choose another name.',
  'zone-none': 'No landing zone is open to you: ask the platform team for access.',
  'owner-choose': 'Choose the team or person that owns the application.',
  'owner-other':
    'You do not belong to {{owner}}, and can make no application for it: choose yourself or a team of yours, or have somebody of that team or of the platform team make it.',
  'owner-catalog':
    'The catalog says that {{entityRef}} is owned by {{owners}}, not by {{owner}}: choose that owner, or correct spec.owner in the repository first.',
  // Of a trial in the playground.
  'trial-often':
    'You have asked the playground {{most}} times in a short while: ask again in {{seconds}} seconds.',
  'trial-open':
    '{{most}} of your questions are being answered: wait for one of the answers, or stop one.',
  'trial-busy': 'The playground is asked by many at this moment: ask again in {{seconds}} seconds.',
  'trial-not-offered':
    'The playground of {{zone}} has no {{model}}: load the page again, and choose another model.',
  'trial-filtered':
    'Azure’s content filter did not let the question through: word it, or the instructions, differently. Your agent stands behind the same filter.',
  'trial-answer-filtered':
    'Azure’s content filter stopped the answer: word the question, or the instructions, differently. Your agent stands behind the same filter.',
  'trial-throttled':
    'This model has answered as much as the playground has for it in a minute, which everybody shares: ask again in {{seconds}} seconds.',
  'trial-refused':
    'The model did not take what it was asked ({{code}}): make instructions and question shorter, or choose another model.',
  'trial-no-deployment':
    'The playground has no deployment {{deployment}}: choose another model, and tell the platform team.',
  'trial-no-account':
    'No account answers where the playground should be: the platform team has to correct its address.',
  'trial-no-role':
    'The portal may not ask the playground: the platform team has to give its identity the role Cognitive Services OpenAI User there.',
  'trial-no-network':
    'The playground does not let the portal’s network in: the platform team has to look at its private endpoint, and at the private DNS zones.',
  'trial-sign-in':
    'The portal could not sign in to Azure: ask again. Should it last, tell the platform team.',
  'trial-unreachable':
    'The playground could not be reached ({{code}}): ask again. Should it last, tell the platform team.',
  'trial-failed':
    'The model failed ({{status}}): ask again. Should it last, tell the platform team.',
  'trial-broken': 'The answer broke off: ask again.',
  'trial-late':
    'The answer was not there after {{seconds}} seconds: ask again, or ask for something shorter.',
  'trial-too-long': 'The answer was longer than the playground takes: ask for something shorter.',
} as const;
export type SentenceCode = keyof typeof sentences;

export interface Sentence {
  code: SentenceCode;
  parameters: Record<string, string>;
}

/** A system that cannot be asked, told once however many questions it left open. */
export interface Outage {
  system: 'azure' | 'cluster' | 'prometheus';
  /** It answers, and does not let the portal look: that does not pass by itself. */
  refuses?: boolean;
  /** Title of the landing zone. */
  zone: string;
  /** ISO 8601: when this backend first noticed. */
  since: string;
  sentence: Sentence;
  /** What was said, as far as that may help who looks for the cause; in English. */
  detail: string;
}

/** One answer to one question, wherever it is asked: overview, fleet, chat. */
export interface AppStatus {
  state: AppState;
  sentence: Sentence;
  /** ISO 8601, where that is known. */
  since?: string;
  remedy?: Remedy;
  /** Seconds that the operation under way usually takes here, where earlier ones tell. */
  usualSeconds?: number;
  /** What was known when it could last be seen. ISO 8601. */
  last?: { state: AppState; at: string };
}
