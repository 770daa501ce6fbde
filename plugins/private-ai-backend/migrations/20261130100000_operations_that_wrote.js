// @ts-check

/**
 * What wrote nothing holds no name. Of what ran before that was kept nobody knows whether it wrote, so it goes on holding
 * its name.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  const begun = await knex('operations')
    .where({ kind: 'provision' })
    .whereNotNull('started_at')
    .select('id');
  for (const { id } of begun)
    await knex('operation_checkpoints').insert({ operation_id: id, key: 'writes', value: 'begun' });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex('operation_checkpoints').where({ key: 'writes' }).delete();
};
