import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import type { JWK } from 'jose';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { ServerOptions } from 'node:https';
import type { Store } from '../state/store.ts';

// Node's own, or the browser's where its types are there, too.
type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

interface KeptAuthority {
  certificate: string;
  key: JWK;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const day = 24 * 60 * 60 * 1000;

/** The sandbox's own certificate authority: kept in the store, issues a certificate for any host on first use. */
export class CertificateAuthority {
  readonly #issued = new Map<string, Promise<{ cert: string; key: string }>>();
  readonly #certificate: x509.X509Certificate;
  readonly #key: Key;

  private constructor(certificate: x509.X509Certificate, key: Key) {
    this.#certificate = certificate;
    this.#key = key;
  }

  static async open(store: Store): Promise<CertificateAuthority> {
    x509.cryptoProvider.set(crypto);
    const kept = store.collection<KeptAuthority>('authority');
    const found = kept.get('root');
    const certificate = found && new x509.X509Certificate(found.certificate);
    if (certificate && certificate.notAfter.getTime() > Date.now() + 30 * day) {
      const key = await crypto.subtle.importKey('jwk', found.key, algorithm, false, ['sign']);
      return new CertificateAuthority(certificate, key);
    }
    const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const made = await x509.X509CertificateGenerator.createSelfSigned({
      name: 'CN=Private AI sandbox',
      notBefore: new Date(Date.now() - day),
      notAfter: new Date(Date.now() + 365 * day),
      keys,
      signingAlgorithm: algorithm,
      extensions: [
        new x509.BasicConstraintsExtension(true, 1, true),
        new x509.KeyUsagesExtension(
          x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
          true,
        ),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      ],
    });
    const key = await crypto.subtle.exportKey('jwk', keys.privateKey);
    kept.put('root', { certificate: made.toString('pem'), key });
    return new CertificateAuthority(made, keys.privateKey);
  }

  /** The authority's certificate, PEM. */
  get pem(): string {
    return this.#certificate.toString('pem');
  }

  /** Certificate and key (PEM) for a host name or an IP address. */
  issue(host: string): Promise<{ cert: string; key: string }> {
    let issued = this.#issued.get(host);
    if (!issued) {
      issued = this.#make(host);
      this.#issued.set(host, issued);
    }
    return issued;
  }

  /** Options of an HTTPS server that answers for `localhost`, 127.0.0.1 and any host that a client names. */
  async serverOptions(): Promise<ServerOptions> {
    return {
      ...(await this.issue('localhost')),
      SNICallback: (host, done) => {
        this.issue(host)
          .then(issued => createSecureContext(issued))
          .then((context: SecureContext) => done(null, context), done);
      },
    };
  }

  async #make(host: string) {
    const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const names: x509.JsonGeneralNames =
      host === 'localhost'
        ? [
            { type: 'dns', value: host },
            { type: 'ip', value: '127.0.0.1' },
            { type: 'ip', value: '::1' },
          ]
        : [{ type: 'dns', value: host }];
    const certificate = await x509.X509CertificateGenerator.create({
      subject: `CN=${host.slice(0, 64)}`,
      issuer: this.#certificate.subject,
      notBefore: new Date(Date.now() - day),
      notAfter: new Date(Date.now() + 90 * day),
      signingKey: this.#key,
      publicKey: keys.publicKey,
      signingAlgorithm: algorithm,
      extensions: [
        new x509.SubjectAlternativeNameExtension(names),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        await x509.AuthorityKeyIdentifierExtension.create(this.#certificate),
      ],
    });
    const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString(
      'base64',
    );
    return {
      cert: certificate.toString('pem'),
      key: `-----BEGIN PRIVATE KEY-----\n${pkcs8.replace(/(.{64})/g, '$1\n')}\n-----END PRIVATE KEY-----\n`,
    };
  }
}
