// @ts-check

// SQLite rebuilds the table where a column goes; within a transaction its foreign keys would take the runs along.
exports.config = { transaction: false };

/**
 * A conversation with a preview is kept apart from those with its application, and from those with another commit's.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('chat_threads', table => {
    table.string('preview', 64).nullable().comment('Commit of the preview that was asked');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex('chat_threads').whereNotNull('preview').delete();
  await knex.schema.alterTable('chat_threads', table => table.dropColumn('preview'));
};
