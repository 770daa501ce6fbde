// The landing zone of the reference's size, laid down, planned again and torn down by the real azurerm provider on the sandbox.
// Needs the outside truth envtest (docs/outside-truths.md). The provider's own waits are most of it: see docs/figures.md.
import { copyConfiguration, inputs } from '../infra/tests/configuration.ts';
import { left } from '../infra/tests/left.ts';
import { changes } from '../infra/tests/plan.ts';
import { tofuOnAzure } from '../infra/tests/tofuOnAzure.ts';

const atOnce = '-parallelism=30';

/** The state lists what was only read beside what was made. */
const isResource = address => address !== '' && !/(^|\.)data\./.test(address);

export default async function landingZoneBench([size = 'reference']) {
  const azure = await tofuOnAzure(copyConfiguration);
  try {
    await azure.must('init');
    const timed = async (...args) => {
      const started = performance.now();
      await azure.must(...args, ...inputs(size));
      return Math.round((performance.now() - started) / 1000);
    };
    const applySeconds = await timed('apply', '-auto-approve', atOnce);
    const resources = (await azure.must('state', 'list')).split('\n').filter(isResource);
    const writes = azure.arm.writes.list().length;
    const planSeconds = await timed('plan', '-out=plan.bin', atOnce);
    const secondPlanChanges = changes(
      JSON.parse(await azure.must('show', '-json', 'plan.bin')),
    ).length;
    const destroySeconds = await timed('destroy', '-auto-approve', atOnce);
    const leftAfterDestroy = left(azure.arm).resources.length;
    return {
      table: {
        apply: { seconds: applySeconds, resources: resources.length, PUTs: writes },
        'second plan': { seconds: planSeconds, resources: secondPlanChanges },
        destroy: { seconds: destroySeconds, resources: leftAfterDestroy },
      },
      result: { resources: resources.length, applySeconds, secondPlanChanges, leftAfterDestroy },
    };
  } finally {
    await azure.stop();
  }
}
