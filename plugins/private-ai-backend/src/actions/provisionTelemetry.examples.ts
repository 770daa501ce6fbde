import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';
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
