import { failure } from './avatax-failure.js';

/** Who may call the double: one account with a licence key, and perhaps a user of it. */
export interface Access {
  readonly accountId: string;
  readonly licenseKey: string;
  readonly user?: { readonly name: string; readonly password: string };
}

type Means = 'None' | 'AccountIdLicenseKey' | 'UsernamePassword';

/** By what the header authenticates its sender. */
export function meansOf(authorization: string | undefined, { accountId, licenseKey, user }: Access): Means {
  const [, encoded = ''] = /^Basic (\S+)$/i.exec(authorization ?? '') ?? [];
  const given = Buffer.from(encoded, 'base64').toString();
  if (given === `${accountId}:${licenseKey}`) return 'AccountIdLicenseKey';
  return user && given === `${user.name}:${user.password}` ? 'UsernamePassword' : 'None';
}

/** Throws what AvaTax answers to somebody unknown. */
export function mustBeKnown(authorization: string | undefined, access: Access): void {
  if (!authorization) throw failure('AuthenticationIncomplete', 'Authentication Incomplete.', {}, 401);
  if (meansOf(authorization, access) === 'None') throw failure('AuthenticationException', 'Authentication failed.', {}, 401);
}

/** Always 200: whether the sender is known is in it. */
export function pingView(authorization: string | undefined, access: Access): object {
  const authenticationType = meansOf(authorization, access);
  const version = 'avatax-double';
  if (authenticationType === 'None') return { version, authenticated: false, authenticationType };
  const authenticatedUserName = authenticationType === 'UsernamePassword' ? access.user?.name : access.accountId;
  return {
    ...{ version, authenticated: true, authenticationType, authenticatedUserName },
    ...{ authenticatedUserId: 1, authenticatedAccountId: Number(access.accountId) },
  };
}
