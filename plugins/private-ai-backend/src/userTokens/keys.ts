import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Config } from '@backstage/config';
import { reader } from '../config/values';

/** A key of `privateAi.userTokens.keys`. */
interface UserTokenKey {
  keyId: string;
  publicKey: KeyObject;
  /** Left out where the portal only publishes the key: one that it signed with, and that goes. */
  privateKey?: KeyObject;
}

/** Of these the first with a private key signs, and all are published. */
export type UserTokenKeys = readonly UserTokenKey[];

const root = 'privateAi.userTokens';
const keyIdForm = [/^[A-Za-z0-9._-]{1,64}$/, 'letters, digits, dots and dashes'] as const;

/**
 * `privateAi.userTokens.keys`, read once, files and all. Without landing zones there is nobody to tell who asks, and none
 * is needed.
 * @throws InputError that names the key and what is expected, and nothing of what is in a file
 */
export function readUserTokenKeys(config: Config, needed: boolean): UserTokenKeys {
  const configs = config.getOptionalConfigArray(`${root}.keys`) ?? [];
  const keys = configs.map((one, index) => readKey(one, `${root}.keys[${index}]`));
  keys.forEach(({ keyId }, index) => {
    if (keys.findIndex(key => key.keyId === keyId) === index) return;
    throw reader(configs[index], `${root}.keys[${index}]`).fail('keyId', 'one that no other has');
  });
  if ((needed || keys.length > 0) && !keys.some(({ privateKey }) => privateKey)) {
    throw reader(config, 'privateAi').failUnseen(
      'userTokens.keys',
      'at least one key with a privateKeyFile, with which the portal tells agents who asks (docs/user-tokens.md)',
    );
  }
  return keys;
}

function readKey(config: Config, at: string): UserTokenKey {
  const read = reader(config, at);
  const keyId = read.text('keyId', keyIdForm);
  const privateFile = config.getOptionalString('privateKeyFile');
  const publicFile = config.getOptionalString('publicKeyFile');
  if ((privateFile === undefined) === (publicFile === undefined)) {
    throw read.failUnseen('privateKeyFile', 'either a privateKeyFile or a publicKeyFile');
  }
  const name = privateFile === undefined ? 'publicKeyFile' : 'privateKeyFile';
  const what = name === 'publicKeyFile' ? 'public' : 'private';
  const expected = `the path of a PEM file with a ${what} EC key on the curve P-256`;
  const wrong = (why: string) => read.fail(name, `${expected} (${why})`);

  let pem: string;
  try {
    pem = readFileSync((privateFile ?? publicFile)!, 'utf8');
  } catch (error) {
    throw wrong(`it cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
  let key: KeyObject;
  try {
    // Node would make a public key of a private one, too, which then need not lie there.
    if (what === 'public' && pem.includes('PRIVATE KEY')) throw new Error('a private key');
    key = what === 'public' ? createPublicKey(pem) : createPrivateKey(pem);
  } catch {
    throw wrong(`there is no ${what} key in it that can be read without a passphrase`);
  }
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type !== 'ec' || details?.namedCurve !== 'prime256v1') {
    throw wrong(`it holds a key of type ${[type, details?.namedCurve].filter(Boolean).join(' ')}`);
  }
  return what === 'public'
    ? { keyId, publicKey: key }
    : { keyId, publicKey: createPublicKey(key), privateKey: key };
}
