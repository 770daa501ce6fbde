import { appLanguageApiRef, useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Button, Card, CardBody, Flex, Text, ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import {
  isUnderWay,
  type Operation,
  type OperationState,
} from '@private-ai/plugin-private-ai-common';
import { Fragment, useCallback, useState } from 'react';
import { privateAiApiRef } from '../api/PrivateAiApi';
import { useAnswer } from '../api/useAnswer';
import { Elapsed } from '../operations/Elapsed';
import { OperationPanel } from '../operations/OperationPanel';
import { privateAiTranslationRef } from '../translations/ref';
import { FailureAlert } from '../ui/FailureAlert';
import { Person } from '../ui/Person';
import { ListTable } from './ListTable';

const filters = {
  unfinished: ['queued', 'running'],
  stopped: ['failed', 'cancelled'],
  all: undefined,
} as const satisfies Record<string, readonly OperationState[] | undefined>;
type Filter = keyof typeof filters;

/** Operations that the backend lists at once. */
const page = 100;

/** Milliseconds between two looks. */
const lookEvery = 10_000;

/** What is done with all applications: by whom, since when, how it stands; its log, Resume and Cancel for who may. */
export function OperationsTable() {
  const api = useApi(privateAiApiRef);
  const { t } = useTranslationRef(privateAiTranslationRef);
  const [filter, setFilter] = useState<Filter>('unfinished');
  const [before, setBefore] = useState<string>();
  const [open, setOpen] = useState<string>();
  const ask = useCallback(
    (signal: AbortSignal) => api.allOperations({ states: filters[filter], before }, signal),
    [api, filter, before],
  );
  const { value, error, failingSince, reload } = useAnswer(ask, lookEvery);
  return (
    <section aria-labelledby="private-ai-operations">
      <Flex direction="column" gap="3">
        <Flex justify="between" align="center" gap="3" style={{ flexWrap: 'wrap' }}>
          <Text as="h2" variant="title-small" id="private-ai-operations">
            {t('curation.operations.title')}
          </Text>
          <ToggleButtonGroup
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[filter]}
            onSelectionChange={keys => {
              setFilter([...keys][0] as Filter);
              setBefore(undefined);
            }}
            aria-label={t('curation.operations.filter')}
          >
            {(Object.keys(filters) as Filter[]).map(name => (
              <ToggleButton id={name} key={name}>
                {t(`curation.operations.${name}`)}
              </ToggleButton>
            ))}
          </ToggleButtonGroup>
        </Flex>
        {error && (
          <FailureAlert
            title={t('curation.operations.error')}
            error={error}
            stale={value && failingSince}
          />
        )}
        {value?.length === 0 && (
          <Text color="secondary">{t(`curation.operations.none.${filter}`)}</Text>
        )}
        {value && value.length > 0 && (
          <Card>
            <CardBody>
              <ListTable
                columns={[
                  t('curation.app'),
                  t('curation.operations.what'),
                  t('curation.operations.state'),
                  t('curation.operations.who'),
                  t('curation.operations.asked'),
                  t('curation.operations.took'),
                  t('curation.operations.log'),
                ]}
              >
                {value.map(operation => (
                  <Fragment key={operation.id}>
                    <OperationRow
                      operation={operation}
                      isOpen={open === operation.id}
                      onToggle={() => setOpen(open === operation.id ? undefined : operation.id)}
                    />
                    {open === operation.id && (
                      <tr>
                        <td colSpan={7}>
                          <OperationPanel operation={operation} onChanged={reload} />
                        </td>
                      </tr>
                    )}
                  </Fragment>
                ))}
              </ListTable>
            </CardBody>
          </Card>
        )}
        <Flex gap="2">
          {before && (
            <Button variant="secondary" size="small" onPress={() => setBefore(undefined)}>
              {t('curation.operations.newest')}
            </Button>
          )}
          {value?.length === page && (
            <Button
              variant="secondary"
              size="small"
              onPress={() => setBefore(value[page - 1].createdAt)}
            >
              {t('curation.operations.older')}
            </Button>
          )}
        </Flex>
      </Flex>
    </section>
  );
}

function OperationRow({
  operation,
  isOpen,
  onToggle,
}: {
  operation: Operation;
  isOpen: boolean;
  onToggle: () => void;
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { language } = useApi(appLanguageApiRef).getLanguage();
  const { entityRef, kind, state, requestedBy, createdAt, startedAt, endedAt } = operation;
  const name = t(`operation.kind.${kind}`);
  return (
    <tr>
      <td>
        <EntityRefLink entityRef={entityRef} defaultKind="component" />
      </td>
      <td>{name}</td>
      <td>{t(`operation.state.${state}`)}</td>
      <td>
        <Person who={requestedBy} />
      </td>
      <td>
        <time dateTime={createdAt}>
          {new Date(createdAt).toLocaleString(language, {
            dateStyle: 'medium',
            timeStyle: 'short',
          })}
        </time>
      </td>
      <td>
        {startedAt && (!isUnderWay(operation) || state === 'running') ? (
          <Elapsed
            startedAt={Date.parse(startedAt)}
            endedAt={endedAt === undefined ? undefined : Date.parse(endedAt)}
          />
        ) : (
          '–'
        )}
      </td>
      <td>
        <Button
          variant="secondary"
          size="small"
          aria-expanded={isOpen}
          aria-label={t(isOpen ? 'curation.operations.hideOf' : 'curation.operations.showOf', {
            name,
            entityRef,
          })}
          onPress={onToggle}
        >
          {t(isOpen ? 'curation.operations.hide' : 'curation.operations.show')}
        </Button>
      </td>
    </tr>
  );
}
