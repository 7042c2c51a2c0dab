import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeInstance, decodeListEntry, summaryNames } from '../../src/api/wire/instance.ts';
import { UnexpectedShape } from '../../src/api/wire/shape.ts';

const pkid = '5f1b2c3d4e5f6a7b8c9d0e1f';
const parent = '6a1b2c3d4e5f6a7b8c9d0e1f';
const paths = new Map([[parent, 'sys.hcs.Contoso']]);
const self = (fields: object = {}) => ({ references: { self: [{ pkid }] }, ...fields });

const schema = { properties: { pin: { type: 'string', is_password: true }, site: { is_password: false } } };

describe('decodeInstance', () => {
  it('keeps what the server gave, but for the secrets', () => {
    const document = decodeInstance(
      {
        meta: self({ path: 'sys.hcs.Contoso' }),
        data: {
          name: 'Acme',
          account_email: '',
          dirsync_enabled: 'true',
          account_number: 'ORG-1',
          token_link: 'https://webex.example/authorize',
          access_token_expires: '2026-12-08T10:00:00.000Z',
          token: 'secret-token-value',
          refresh_token: '********',
          http_proxy: '',
          https_proxy: null,
          sync: true,
          shadow: [{ name: 'join' }],
          wholesale_status: false,
        },
      },
      pkid,
      paths,
    );
    expect(document).toEqual({
      live: {
        pkid,
        hierarchy: 'sys.hcs.Contoso',
        fields: {
          name: 'Acme',
          account_number_external: null,
          account_email: null,
          default_calling_behaviour: null,
          email_domain: null,
          dirsync_enabled: true,
          notes: null,
        },
        whole: true,
        accessTokenExpires: '2026-12-08T10:00:00.000Z',
        refreshTokenExpires: null,
        echoedSecrets: ['token', 'refresh_token'],
      },
      properties: {
        name: 'Acme',
        account_email: '',
        dirsync_enabled: 'true',
        account_number: 'ORG-1',
        token_link: 'https://webex.example/authorize',
        access_token_expires: '2026-12-08T10:00:00.000Z',
        sync: true,
        shadow: [{ name: 'join' }],
        wholesale_status: false,
      },
    });
  });

  it.each([
    ['a second name', { access_token: 'value-1' }],
    ['a second name in camel case', { oauthRefreshTokenValue: 'value-1' }],
    ['a name that says password', { ldap_passwd: 'value-1' }],
    ['a nested record', { webex: { deep: [{ client_secret: 'value-1' }] } }],
    ['a schema that says so', { pin: 'value-1' }],
    ['a copy of a known secret', { token: 'value-1-long', oauth: 'Bearer value-1-long' }],
    ['a copy in a list', { token: 'value-1-long', all: ['value-1-long'] }],
    ['a mask', { unknown: '****', stars: '••••••' }],
    ['a proxy of another name', { proxy_url: 'http://value-1' }],
  ])('drops a secret under %s', (_, data) => {
    const document = decodeInstance({ meta: self(), data: { name: 'Acme', ...data }, schema }, pkid, paths);
    expect(JSON.stringify(document)).not.toMatch(/value-1|\*\*|••/);
  });

  it('keeps names that only resemble a secret, where the table or the words say so', () => {
    const data = { name: 'Acme', token_link: 'a', access_token_expires: 'b', secretary: 'c', site: 'd', star: '*' };
    expect(decodeInstance({ meta: self(), data, schema }, pkid, paths).properties).toEqual(data);
  });

  it('never lets a secret through, whatever the record', () => {
    const canary = 'canary-3f9a1c';
    const name = fc.constantFrom('token', 'refresh_token', 'https_proxy', 'apiKey', 'user_password', 'my-credential');
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), name, (any, key) => {
        const data = { name: 'Acme', inner: [any, { [key]: { any, canary } }], [key]: canary };
        expect(JSON.stringify(decodeInstance({ meta: self(), data }, pkid, paths))).not.toContain(canary);
      }),
    );
  });

  it.each([
    ['nothing', null],
    ['a list', []],
    ['no data', { meta: self() }],
    ['data that is a list', { meta: self(), data: [] }],
    ['another record', { meta: { references: { self: [{ pkid: 'abc' }] } }, data: { name: 'Acme' } }],
    ['a name that is an object', { meta: self(), data: { name: {} } }],
    ['a switch that is no switch', { meta: self(), data: { name: 'Acme', dirsync_enabled: 'perhaps' } }],
    ['endless nesting', { meta: self(), data: { a: JSON.parse('['.repeat(5000) + ']'.repeat(5000)) } }],
  ])('refuses %s', (_, document) => {
    expect(() => decodeInstance(document, pkid, paths)).toThrow(UnexpectedShape);
  });

  it('believes the pkid that was asked for where the answer tells none', () => {
    expect(decodeInstance({ meta: {}, data: { name: 'Acme' } }, pkid, paths).live.pkid).toBe(pkid);
  });

  it('gives a record named like the prototype no power', () => {
    const data: unknown = JSON.parse('{"name":"Acme","__proto__":{"polluted":true},"constructor":1}');
    const { properties } = decodeInstance({ meta: self(), data }, pkid, paths);
    expect(Object.keys(properties)).toEqual(['name', '__proto__', 'constructor']);
    expect('polluted' in {}).toBe(false);
  });
});

describe('the hierarchy of a record', () => {
  it.each([
    ['path as text', { path: 'sys.hcs.Contoso Ltd' }, 'sys.hcs.Contoso Ltd'],
    ['path as list', { path: ['sys', 'hcs', 'Contoso'] }, 'sys.hcs.Contoso'],
    ['parent by pkid', { references: { self: [{ pkid }], parent: [{ pkid: parent }] } }, 'sys.hcs.Contoso'],
    [
      'parent by href',
      { references: { self: [{ pkid }], parent: [{ href: `/api/data/HierarchyNode/${parent}/?a=b` }] } },
      'sys.hcs.Contoso',
    ],
    ['hierarchy as path', { hierarchy: 'sys.hcs' }, 'sys.hcs'],
    ['hierarchy as pkid', { hierarchy: parent }, 'sys.hcs.Contoso'],
    ['parent_id', { parent_id: { pkid: parent } }, 'sys.hcs.Contoso'],
    ['parent_id by uri', { parent_id: { uri: `/api/data/HierarchyNode/${parent}` } }, 'sys.hcs.Contoso'],
    ['a parent that is not known', { parent_id: { pkid: 'abc' } }, null],
    ['nothing', {}, null],
    ['a hostile path', { path: 'sys.hcs\u001b[31m' }, null],
    ['a path of other things', { path: ['sys', 1] }, null],
    ['a pkid that is no pkid', { parent_id: { pkid: '../../x' } }, null],
  ])('is read from %s', (_, meta, expected) => {
    const document = { meta: self(meta), data: { name: 'Acme' } };
    expect(decodeInstance(document, pkid, paths).live.hierarchy).toBe(expected);
  });
});

describe('decodeListEntry', () => {
  const told = summaryNames({
    summary_attrs: [{ name: 'name' }, { name: 'email_domain' }, { name: 'dirsync_enabled' }, { title: 'x' }, null],
  });

  it('tells what the listing shows, and nothing of what it does not', () => {
    const entry = { meta: self({ path: 'sys.hcs.A' }), data: { name: 'Acme', notes: 'extra', token: 'abc' } };
    expect(decodeListEntry(entry, told, paths)).toEqual({
      pkid,
      hierarchy: 'sys.hcs.A',
      fields: { name: 'Acme', email_domain: null, dirsync_enabled: false, notes: 'extra' },
      whole: false,
      accessTokenExpires: undefined,
      refreshTokenExpires: undefined,
      echoedSecrets: ['token'],
    });
  });

  it.each([
    ['meta.references.self', { meta: self() }],
    ['its href', { meta: { references: { self: [{ href: `/api/relation/SparkCustomer/${pkid}/`, pkid: null }] } } }],
    ['meta.uri', { meta: { uri: `/api/relation/SparkCustomer/${pkid}` } }],
    ['pkid', { pkid }],
    ['data.pkid', { data: { name: 'Acme', pkid } }],
  ])('finds the pkid in %s', (_, entry) => {
    expect(decodeListEntry({ data: { name: 'Acme' }, ...entry }, told, paths).pkid).toBe(pkid);
  });

  it.each([
    ['none', {}],
    [
      'the listing itself',
      { meta: { references: { self: [{ href: '/api/relation/SparkCustomer/None/', pkid: null }] } } },
    ],
    ['a path', { pkid: '../../tool/Transaction/x/replay' }],
    ['another model', { meta: { uri: `/api/data/SparkCustomer/${pkid}` } }],
    ['something too long', { pkid: 'a'.repeat(65) }],
  ])('refuses a pkid that is %s', (_, entry) => {
    expect(() => decodeListEntry({ data: { name: 'Acme' }, ...entry }, told, paths)).toThrow(UnexpectedShape);
  });

  it('throws nothing but UnexpectedShape, whatever comes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (any) => {
        try {
          decodeListEntry({ data: any, meta: any, pkid: any }, told, paths);
        } catch (error) {
          expect(error).toBeInstanceOf(UnexpectedShape);
        }
      }),
    );
  });
});
