/**
 * Threads, runs and their events. Times are ISO 8601 in UTC, which compare as text in SQLite and PostgreSQL alike.
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('chat_threads', table => {
    table.string('id', 36).primary();
    table.string('entity_ref').notNullable();
    table.string('user_ref').notNullable().comment('Only this user sees the thread');
    table.string('title').notNullable();
    table.string('created_at', 30).notNullable();
    table.string('updated_at', 30).notNullable();
    table.index(['entity_ref', 'user_ref', 'updated_at'], 'chat_threads_own_idx');
  });
  await knex.schema.createTable('chat_runs', table => {
    table.string('id', 36).primary();
    table
      .string('thread_id', 36)
      .notNullable()
      .references('id')
      .inTable('chat_threads')
      .onDelete('CASCADE');
    table.integer('position').notNullable().comment('In the thread');
    table.string('state', 16).notNullable();
    table.string('message_id').notNullable();
    table.text('message').notNullable().comment('The question');
    table
      .boolean('replaced')
      .notNullable()
      .defaultTo(false)
      .comment('By a retry of the same question');
    table.string('started_at', 30).notNullable();
    table.string('ended_at', 30).nullable();
    table.string('holder').notNullable().comment('The process that relays it');
    table.bigInteger('heartbeat_at').notNullable().comment('Milliseconds, by the database clock');
    table.boolean('stop_requested').notNullable().defaultTo(false);
    table.unique(['thread_id', 'position'], { indexName: 'chat_runs_position_uniq' });
    table.index(['state'], 'chat_runs_state_idx');
  });
  await knex.schema.createTable('chat_events', table => {
    table
      .string('run_id', 36)
      .notNullable()
      .references('id')
      .inTable('chat_runs')
      .onDelete('CASCADE');
    table.integer('seq').notNullable().comment('Of the last event that the row joins');
    table.integer('first_seq').notNullable();
    table.text('body', 'longtext').notNullable().comment('The AG-UI event as JSON, deltas joined');
    table.text('cuts').nullable().comment('Lengths of the joined deltas as a JSON list');
    table.primary(['run_id', 'seq']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('chat_events');
  await knex.schema.dropTable('chat_runs');
  await knex.schema.dropTable('chat_threads');
};
