// @ts-check

/**
 * Operations, their log and what their work keeps. Times are ISO 8601 texts and leases are milliseconds of the
 * database's own clock, so that SQLite and PostgreSQL hold and compare the same.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('operations', table => {
    table.string('id', 36).primary();
    table.string('kind', 32).notNullable();
    table.string('entity_ref', 255).notNullable();
    table.string('landing_zone', 63).notNullable();
    table.string('requested_by', 255).notNullable();
    table.string('idempotency_key', 255);
    table.string('state', 16).notNullable();
    table.text('input').notNullable();
    table.text('outputs');
    table.text('error');
    table.boolean('cancel_requested').notNullable().defaultTo(false);
    table.string('created_at', 24).notNullable();
    table.string('updated_at', 24).notNullable();
    table.string('started_at', 24);
    table.string('ended_at', 24);
    table.string('lease_holder', 64).comment('One claim of one worker');
    table.bigInteger('lease_until').comment('Milliseconds since 1970');
    table
      .string('leads', 255)
      .comment('The entity, while a writing operation runs: at most one leads for each');
    table.unique(['leads']);
    table.unique(['requested_by', 'idempotency_key']);
    table.index(['entity_ref', 'created_at']);
    table.index(['state', 'created_at']);
  });
  await knex.schema.createTable('operation_log', table => {
    table.string('operation_id', 36).notNullable();
    table.integer('seq').notNullable();
    table.string('time', 24).notNullable();
    table.string('level', 8).notNullable();
    table.text('message').notNullable();
    table.primary(['operation_id', 'seq']);
  });
  await knex.schema.createTable('operation_checkpoints', table => {
    table.string('operation_id', 36).notNullable();
    table.string('key', 255).notNullable();
    table.text('value').notNullable();
    table.primary(['operation_id', 'key']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('operation_checkpoints');
  await knex.schema.dropTable('operation_log');
  await knex.schema.dropTable('operations');
};
