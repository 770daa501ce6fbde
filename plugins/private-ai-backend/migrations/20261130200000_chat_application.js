// @ts-check

// SQLite rebuilds the table where a column goes; within a transaction its foreign keys would take the runs along.
exports.config = { transaction: false };

/**
 * A conversation belongs to the application that it was begun with, and not to its name: another application of that name is
 * in another Namespace. Of conversations of before, nobody knows.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('chat_threads', table => {
    table.string('landing_zone', 63).nullable();
    table.string('application', 64).nullable().comment('Uid of its Namespace');
    table.index(['updated_at'], 'chat_threads_updated_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('chat_threads', table => {
    table.dropIndex(['updated_at'], 'chat_threads_updated_idx');
  });
  await knex.schema.alterTable('chat_threads', table => table.dropColumn('application'));
  await knex.schema.alterTable('chat_threads', table => table.dropColumn('landing_zone'));
};
