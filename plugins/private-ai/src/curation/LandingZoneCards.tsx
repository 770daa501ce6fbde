import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, Card, CardBody, CardHeader, Flex, Text } from '@backstage/ui';
import type { PlatformOverview } from '@private-ai/plugin-private-ai-common';
import { RiCheckboxCircleLine } from '@remixicon/react';
import { IconLabel } from '../ui/IconLabel';
import { Outages } from '../ui/Outages';
import { useProcessingText } from '../ui/processing';
import { privateAiTranslationRef } from '../translations/ref';
import styles from './curation.module.css';
import { ListTable } from './ListTable';

const fine = [RiCheckboxCircleLine, 'var(--bui-fg-success)'] as const;

type Zone = PlatformOverview['landingZones'][number];

/** Every landing zone with what is wrong with it, and its models with the capacity that is left. */
export function LandingZoneCards({ landingZones }: Pick<PlatformOverview, 'landingZones'>) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  return (
    <section aria-labelledby="private-ai-landing-zones">
      <Flex direction="column" gap="3">
        <Text as="h2" variant="title-small" id="private-ai-landing-zones">
          {t('curation.landingZones')}
        </Text>
        {landingZones.length === 0 && <Text color="secondary">{t('curation.noLandingZones')}</Text>}
        <div className={styles.cards}>
          {landingZones.map(zone => (
            <LandingZoneCard key={zone.name} zone={zone} />
          ))}
        </div>
      </Flex>
    </section>
  );
}

function LandingZoneCard({ zone }: { zone: Zone }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  return (
    <Card className={styles.card}>
      <CardHeader>
        <Text as="h3" variant="body-medium" weight="bold">
          {zone.title}
        </Text>{' '}
        <Text variant="body-small" color="secondary">
          {zone.location}
        </Text>
      </CardHeader>
      <CardBody>
        <Flex direction="column" gap="3">
          <Outages outages={zone.outages} />
          {zone.problems.length > 0 && (
            <Alert
              status="warning"
              icon
              title={t('curation.zoneProblems')}
              description={zone.problems.map(problem => (
                <Text as="p" key={problem}>
                  {problem}
                </Text>
              ))}
            />
          )}
          {zone.problems.length === 0 && zone.outages.length === 0 && (
            <IconLabel look={fine}>{t('curation.zoneFine')}</IconLabel>
          )}
          {zone.models.length > 0 && <Models models={zone.models} />}
        </Flex>
      </CardBody>
    </Card>
  );
}

function Models({ models }: Pick<Zone, 'models'>) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const processing = useProcessingText();
  return (
    <div>
      <ListTable columns={[t('curation.model'), t('curation.processing'), t('curation.capacity')]}>
        {models.map(model => (
          <tr key={`${model.name} ${model.version} ${model.sku}`}>
            <td>
              {model.name} <Text color="secondary">({model.version})</Text>
            </td>
            <td>{processing(model.processing).short}</td>
            <td>{capacityText(model)}</td>
          </tr>
        ))}
      </ListTable>
      <Text as="p" variant="body-small" color="secondary">
        {t('curation.leftUnit')}
      </Text>
    </div>
  );

  function capacityText({ left, used, maxCapacity }: Zone['models'][number]): string {
    if (left === undefined) return t('curation.leftUnknown', { max: String(maxCapacity) });
    const max = used === undefined ? maxCapacity : left + used;
    return t('curation.left', { left: String(left), max: String(max), each: String(maxCapacity) });
  }
}
