// From an address to what a person came for: each page as production serves it, five times, its files in the browser's cache as
// with whoever comes every day; requests and bytes of the last time. Beside it, in the same portal and run, Backstage's own
// catalog page, which shows the same application and none of our code.
import { fillForm, create } from '../e2e/form.ts';
import { openPortal } from '../e2e/portal.ts';

const app = 'pages-desk';
const entity = `/catalog/default/component/${app}`;

/** Where, and what is to be seen there. */
const pages = {
  catalog: ['/', page => page.getByRole('link', { name: app }).first()],
  create: ['/create', page => page.getByRole('button', { name: 'Choose' }).first()],
  form: ['/create/templates/default/private-ai-app', page => page.getByLabel('Name').first()],
  home: ['/private-ai', page => page.getByText(app).first()],
  overview: [entity, page => page.getByText(`aif-${app}-krc-01`).first()],
  chat: [`${entity}/chat`, page => page.getByRole('textbox').first()],
  metrics: [`${entity}/metrics`, page => page.getByText('Requests', { exact: true }).first()],
};

export default async function measure() {
  const portal = await openPortal();
  try {
    const page = await portal.signIn('Developer');
    const first = await traffic(page, async session => {
      await session.send('Network.setCacheDisabled', { cacheDisabled: true });
      await page.reload({ waitUntil: 'load' });
      await page
        .getByRole('link', { name: /create/i })
        .first()
        .waitFor();
      await session.send('Network.setCacheDisabled', { cacheDisabled: false });
    });
    await fillForm(page, { name: app });
    await create(page);
    const table = { 'first load': { requests: first.requests, kB: kilobytes(first.bytes) } };
    const median = {};
    for (const [name, [path, useful]] of Object.entries(pages)) {
      const times = [];
      let sent;
      for (let round = 0; round < 6; round += 1) {
        sent = await traffic(page, async () => {
          const started = performance.now();
          await page.goto(portal.address + path, { waitUntil: 'commit' });
          await useful(page).waitFor();
          // The first brings the page's files.
          if (round > 0) times.push(performance.now() - started);
        });
      }
      median[name] = Math.round(times.sort((a, b) => a - b)[2]);
      table[name] = { ms: median[name], requests: sent.requests, kB: kilobytes(sent.bytes) };
    }
    const { catalog, ...ours } = median;
    for (const name of Object.keys(ours))
      table[name]['times catalog'] = ratio(ours[name] / catalog);
    const result = {
      ...Object.fromEntries(Object.entries(ours).map(([name, ms]) => [`${name}Ms`, ms])),
      catalogMs: catalog,
      bytes: first.bytes,
      timesBare: ratio(Math.max(...Object.values(ours)) / catalog),
    };
    return { table, result };
  } finally {
    await portal.close();
  }
}

const ratio = number => +number.toFixed(2);
const kilobytes = bytes => Math.round(bytes / 1024);

/** What goes over the wire meanwhile: headers and bodies, compressed as they are sent. */
async function traffic(page, act) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const sent = { requests: 0, bytes: 0 };
  session.on('Network.requestWillBeSent', () => (sent.requests += 1));
  session.on(
    'Network.loadingFinished',
    ({ encodedDataLength }) => (sent.bytes += encodedDataLength),
  );
  await act(session);
  await session.detach();
  return sent;
}
