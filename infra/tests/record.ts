// `npm run landing-zone`: lays `dev` down on an empty subscription and writes what the sandbox starts with.
import { writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { recordLandingZone } from '../../packages/sandbox/src/arm/landingZone.ts';
import { copyConfiguration, inputs } from './configuration.ts';
import { landingZoneFile } from './recorded.ts';
import { tofuOnAzure } from './tofuOnAzure.ts';

const azure = await tofuOnAzure(copyConfiguration);
try {
  await azure.must('init');
  await azure.must('apply', '-auto-approve', '-parallelism=30', ...inputs('dev'));
  const record = recordLandingZone(azure.arm);
  const style = await resolveConfig(landingZoneFile);
  writeFileSync(
    landingZoneFile,
    await format(JSON.stringify(record), { ...style, parser: 'json' }),
  );
  console.log(`${landingZoneFile}: ${record.length} resources.`);
} finally {
  await azure.stop();
}
