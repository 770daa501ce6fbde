/** The smallest agent that signs in as its identity and asks its model over the private address, as files of a repository. */
export const agentSource: Record<string, string> = {
  Containerfile: 'FROM node:24-slim\nWORKDIR /app\nCOPY main.mjs ./\nCMD ["node", "main.mjs"]\n',
  'main.mjs': `
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import https from 'node:https';

const { env } = process;

// A connection for each question: one that is kept would outlive what it came about by.
const agent = new https.Agent({ keepAlive: false, proxyEnv: env });

function post(url, headers, body) {
  return new Promise((done, fail) => {
    const request = https.request(url, { method: 'POST', headers, agent }, async response => {
      let text = '';
      for await (const part of response) text += part;
      if (response.statusCode === 200) done(JSON.parse(text));
      else fail(new Error(url.host + ' answers ' + response.statusCode + ' ' + text));
    });
    request.on('error', fail).end(body);
  });
}

function token() {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: env.AZURE_CLIENT_ID,
    scope: 'https://cognitiveservices.azure.com/.default',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: readFileSync(env.AZURE_FEDERATED_TOKEN_FILE, 'utf8'),
  });
  const url = new URL(env.AZURE_TENANT_ID + '/oauth2/v2.0/token', env.AZURE_AUTHORITY_HOST);
  return post(url, { 'content-type': 'application/x-www-form-urlencoded' }, String(form));
}

async function ask(messages) {
  const { access_token: bearer } = await token();
  const url = new URL('openai/v1/chat/completions', env.AZURE_AISERVICES_OPENAI_BASE);
  const headers = { authorization: 'Bearer ' + bearer, 'content-type': 'application/json' };
  const body = JSON.stringify({ model: env.AZURE_OPENAI_DEPLOYMENT_NAME, messages });
  const { choices } = await post(url, headers, body);
  return choices[0].message.content;
}

createServer(async (request, response) => {
  if (request.method === 'GET') return response.end('well');
  if (!request.headers['x-private-ai-user']) return response.writeHead(401).end('{}');
  let body = '';
  for await (const part of request) body += part;
  const { messages } = JSON.parse(body);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const say = event => response.write('data: ' + JSON.stringify(event) + '\\n\\n');
  try {
    const delta = await ask(messages.map(({ role, content }) => ({ role, content })));
    say({ type: 'TEXT_MESSAGE_CONTENT', messageId: '1', delta });
    say({ type: 'RUN_FINISHED' });
  } catch (error) {
    say({ type: 'RUN_ERROR', message: error.message });
  }
  response.end();
}).listen(Number(env.PORT), env.HOST);
`,
};
