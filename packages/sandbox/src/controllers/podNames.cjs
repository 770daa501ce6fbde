// Loaded into every Node process of a pod (NODE_OPTIONS): this machine's resolver knows nothing of the cluster's network, so
// names are asked of the sandbox, through the pod's own egress proxy. Nothing is asked of a real network.
'use strict';
const dns = require('node:dns');
const http = require('node:http');
const { syncBuiltinESMExports } = require('node:module');
const net = require('node:net');
const os = require('node:os');

const proxy = new URL(process.env.HTTP_PROXY);
const credentials = Buffer.from(`${proxy.username}:${proxy.password}`).toString('base64');
const agent = new http.Agent();

// A pod's host name is its own.
const machineName = os.hostname();
os.hostname = () => process.env.HOSTNAME || machineName;

/** Names of this machine itself, which its own resolver answers. */
const isOwn = name =>
  !name || net.isIP(name) !== 0 || /(^|\.)localhost$/i.test(name) || name === machineName;

function refusal(code, name, syscall = 'getaddrinfo') {
  const error = new Error(`${syscall} ${code} ${name}`);
  return Object.assign(error, { code, syscall, hostname: name });
}

/** The IPv4 address of a name inside of the network; rejects as a resolver would. */
function ask(name, syscall) {
  return new Promise((resolve, reject) => {
    const failed = () => reject(refusal('EAI_AGAIN', name, syscall));
    http
      .get(
        {
          host: proxy.hostname,
          port: proxy.port,
          path: `/names/${encodeURIComponent(name)}`,
          headers: { 'proxy-authorization': `Basic ${credentials}` },
          agent,
        },
        answer => {
          let text = '';
          answer.setEncoding('utf8').on('data', part => (text += part));
          answer.on('error', failed).on('end', () => {
            if (answer.statusCode === 200) resolve(text);
            else if (answer.statusCode === 404) reject(refusal('ENOTFOUND', name, syscall));
            else failed();
          });
        },
      )
      .on('error', failed);
  });
}

const machine = { lookup: dns.lookup, promised: dns.promises.lookup };
const optionsOf = options => (typeof options === 'number' ? { family: options } : (options ?? {}));

async function lookup(name, given) {
  const { all, family } = optionsOf(given);
  if (family === 6 || family === 'IPv6') throw refusal('ENOTFOUND', name);
  const found = { address: await ask(name), family: 4 };
  return all ? [found] : found;
}

dns.promises.lookup = async (name, options) =>
  isOwn(name) ? machine.promised.call(dns.promises, name, options) : lookup(name, options);
dns.lookup = (name, given, after) => {
  const [options, callback] = typeof given === 'function' ? [{}, given] : [given, after];
  if (isOwn(name)) return machine.lookup.call(dns, name, options, callback);
  lookup(name, options).then(
    found => (Array.isArray(found) ? callback(null, found) : callback(null, found.address, 4)),
    error => callback(error),
  );
  return {};
};
dns.promises.resolve4 = async name => [await ask(name, 'queryA')];
dns.resolve4 = (name, given, after) => {
  const callback = after ?? given;
  dns.promises.resolve4(name).then(found => callback(null, found), callback);
};
// Other kinds of records are nowhere.
dns.setServers(['127.0.0.1:9']);

// The addresses mean something behind the egress proxy only: what connects to a name without it finds nothing.
const connect = net.Socket.prototype.connect;
const nowhere = (name, _options, callback) => callback(refusal('ENOTFOUND', name));
net.Socket.prototype.connect = function connectWithin(...given) {
  const options = Array.isArray(given[0]) ? given[0][0] : given[0];
  if (options && typeof options === 'object' && !options.path && !isOwn(options.host))
    options.lookup = nowhere;
  return connect.apply(this, given);
};
syncBuiltinESMExports();
