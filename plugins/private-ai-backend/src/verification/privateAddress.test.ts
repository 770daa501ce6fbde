import { requirePrivate } from './privateAddress';

const name = { host: 'aif-a.openai.azure.com', zone: 'privatelink.openai.azure.com' };
const network = {
  privateEndpointSubnetId: '',
  privateEndpointCidr: '10.2.0.0/22',
  dnsPolicy: 'portal' as const,
};
const to = (...addresses: string[]) => requirePrivate(name, { addresses }, network);

describe('where a name of the account leads', () => {
  it('may be the subnet of private endpoints, in IPv6 any local address', () => {
    expect(to('10.2.3.255')).toEqual(['10.2.3.255']);
    expect(to('10.2.0.4', 'fd00::4')).toEqual(['10.2.0.4', 'fd00::4']);
    const carrier = { ...network, privateEndpointCidr: '100.64.0.0/24' };
    expect(requirePrivate(name, { addresses: ['100.64.0.4'] }, carrier)).toEqual(['100.64.0.4']);
  });

  it.each([
    ['a public address', ['20.39.184.1'], /public address 20\.39\.184\.1 .*privatelink\.openai/],
    ['a public address beside a private one', ['10.2.0.4', '20.39.184.1'], /public address 20/],
    ['a public address of IPv6', ['10.2.0.4', '2603:1030::1'], /public address 2603:1030::1/],
    ['a neighbour of a private range', ['172.32.0.1'], /public address/],
    [
      'another private network',
      ['10.2.4.0'],
      /not in network\.privateEndpointCidr \(10\.2\.0\.0\/22\)/,
    ],
    ['this machine', ['127.0.0.1'], /not in network\.privateEndpointCidr/],
    ['nothing', [], /could not be asked for \(no answer\)/],
  ])('is not %s', (_, addresses, sentence) => {
    expect(() => to(...addresses)).toThrow(sentence);
  });

  it('tells a missing record from a DNS that does not answer, and who is to repair it', () => {
    const lookup =
      (code: string, dnsPolicy: 'portal' | 'managed' = 'portal') =>
      () =>
        requirePrivate(name, { code }, { ...network, dnsPolicy });
    expect(lookup('ENOTFOUND')).toThrow(
      /does not resolve .*privatelink\.openai\.azure\.com has no record.*provisioning writes/,
    );
    expect(lookup('ENOTFOUND', 'managed')).toThrow(/its policy writes the record/);
    expect(lookup('EAI_AGAIN')).toThrow(/cluster’s DNS has to run.*allow-dns/);
    expect(() => requirePrivate(name, undefined, network)).toThrow(/no answer/);
  });
});
