import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';
import type { ActionNotes } from './notes';
import { exampleApp, plannedApp } from './exampleApp';

export const provisionTelemetryExamples: TemplateExample[] = [
  {
    description: 'Measurements of an application that another template deploys',
    example: stringify({
      steps: [
        {
          id: 'telemetry',
          action: 'private-ai:telemetry:provision',
          name: 'Provision the telemetry',
          input: { app: exampleApp },
        },
      ],
    }),
  },
  {
    description: 'The same for what a form asked for',
    example: stringify({
      steps: [
        {
          id: 'telemetry',
          action: 'private-ai:telemetry:provision',
          name: 'Provision the telemetry',
          input: { app: plannedApp },
        },
      ],
    }),
  },
];

export const provisionTelemetryNotes: ActionNotes = {
  permission: 'as `private-ai:app:provision`',
  dryRun:
    'writes its part of the plan into the log and puts out the name that a run would; a collector that is the landing zone’s is not looked at.',
};
