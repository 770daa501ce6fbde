// @ts-check

// SQLite rebuilds the table for this; within a transaction its foreign keys would take the events along.
exports.config = { transaction: false };

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.alterTable('chat_runs', table => {
    table
      .text('resume')
      .nullable()
      .comment('In place of a question: answers to what the run before asked, as JSON');
  });
  for (const column of ['message_id', 'message']) {
    await knex.schema.alterTable('chat_runs', table => table.setNullable(column));
  }
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex('chat_runs').whereNotNull('resume').delete();
  for (const column of ['message_id', 'message']) {
    await knex.schema.alterTable('chat_runs', table => table.dropNullable(column));
  }
  await knex.schema.alterTable('chat_runs', table => table.dropColumn('resume'));
};
