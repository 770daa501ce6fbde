import { appLanguageApiRef, useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Card, CardBody, Flex, Text } from '@backstage/ui';
import type { AppStatus, PlatformOverview } from '@private-ai/plugin-private-ai-common';
import { StatusLabel } from '../ui/StatusLabel';
import { useStatusText } from '../ui/useStatusText';
import { privateAiTranslationRef } from '../translations/ref';
import { age } from './age';
import { ListTable } from './ListTable';

/** Every private AI app, with who owns it, how it is and since when it exists. */
export function AppsTable({ apps, landingZones }: Pick<PlatformOverview, 'apps' | 'landingZones'>) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { language } = useApi(appLanguageApiRef).getLanguage();
  const titles = new Map(landingZones.map(({ name, title }) => [name, title]));
  return (
    <section aria-labelledby="private-ai-apps">
      <Flex direction="column" gap="3">
        <Text as="h2" variant="title-small" id="private-ai-apps">
          {t('curation.apps')}
        </Text>
        {apps.length === 0 ? (
          <Text color="secondary">{t('curation.noApps')}</Text>
        ) : (
          <Card>
            <CardBody>
              <ListTable
                columns={[
                  t('curation.app'),
                  t('curation.owner'),
                  t('curation.landingZone'),
                  t('status.title'),
                  t('curation.template'),
                  t('curation.age'),
                ]}
              >
                {apps.map(app => (
                  <tr key={app.entityRef}>
                    <td>
                      <EntityRefLink entityRef={app.entityRef} defaultKind="component" />
                    </td>
                    <td>
                      {app.owner ? (
                        <EntityRefLink entityRef={app.owner} defaultKind="group" />
                      ) : (
                        '–'
                      )}
                    </td>
                    <td>{titles.get(app.landingZone) ?? app.landingZone}</td>
                    <td>
                      <Status status={app.status} />
                    </td>
                    <td>{app.templateVersion ?? '–'}</td>
                    <td>
                      {app.createdAt ? (
                        <time dateTime={app.createdAt}>
                          {age(app.createdAt, Date.now(), language)}
                        </time>
                      ) : (
                        '–'
                      )}
                    </td>
                  </tr>
                ))}
              </ListTable>
            </CardBody>
          </Card>
        )}
      </Flex>
    </section>
  );
}

/** What is not simply running has a word on why, and since when. */
function Status({ status }: { status: AppStatus }) {
  const { sentence, more } = useStatusText()(status);
  return (
    <>
      <StatusLabel state={status.state} />
      {!quiet.includes(status.state) && (
        <Text as="p" variant="body-small" color="secondary">
          {[sentence, ...more].join(' ')}
        </Text>
      )}
    </>
  );
}

const quiet: readonly AppStatus['state'][] = ['running', 'adopted', 'retired'];
