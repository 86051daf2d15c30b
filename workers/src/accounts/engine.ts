/** better-auth behind a port: passwords, mailed proofs and Google. What it opens is a row; cookies are not its business. */
import { DEVICE_MS, MAIL_PROOF_MS, PASSWORD_MAX_CHARS, PASSWORD_MIN_CHARS } from "@llamasketch/contract";
import type { BetterAuthOptions } from "better-auth";
import { isAPIError } from "better-auth/api";
import { betterAuth } from "better-auth/minimal";
import { magicLink } from "better-auth/plugins/magic-link";
import type { GoogleConfig } from "../config.ts";
import { newId } from "../ids.ts";
import { log } from "../log.ts";
import {
  alreadyHereLetter,
  confirmLetter,
  nobodyHereLetter,
  resetLetter,
  signInLetter,
} from "../mail/letters.ts";
import type { Letter } from "../mail/letters.ts";
import { emailOfConfirmation } from "./email-of-confirmation.ts";
import { googlePlugin } from "./google-plugin.ts";
import { proofText, type Proof } from "./proof.ts";

/** Where the engine believes it is mounted; of this only Google's way back is a real address. */
const BASE_PATH = "/api/account";
const MINUTES = Math.round(MAIL_PROOF_MS / 60_000);

/** A device that was just signed in. */
export interface Opened {
  deviceId: string;
  userId: string;
}

export interface EngineParts {
  database: BetterAuthOptions["database"];
  /** Newest first: the first signs, all verify. */
  keys: readonly string[];
  publicUrl: string;
  apiUrl: string;
  google: GoogleConfig | null;
  post(letter: Letter): Promise<void>;
  /** Signs a person out on every device, and takes their programs' keys away. */
  shutOut(userId: string, revokeKeys: boolean): Promise<void>;
  /** Makes an address that nobody had proved the caller's own, without what was set up under it before. */
  claim(email: string): Promise<void>;
}

/** Made anew for every request: whatever it begins belongs to that request alone. */
export type Engine = ReturnType<typeof createEngine>;

export function createEngine(parts: EngineParts, deviceName: string) {
  let opened: Opened | null = null;
  let mailed: string | null = null;
  const [newest = ""] = parts.keys;
  const headers = new Headers({ "user-agent": deviceName });
  const mail = async (page: string, proof: Proof, write: (url: string) => Letter): Promise<void> => {
    mailed = proofText(proof);
    await parts.post(write(`${parts.publicUrl}/sign-in/${page}#${mailed}`));
  };
  const build = (secret: string, google: GoogleConfig | null = null) =>
    betterAuth({
      baseURL: parts.apiUrl,
      basePath: BASE_PATH,
      secret,
      database: parts.database,
      logger: { disabled: true },
      telemetry: { enabled: false },
      rateLimit: { enabled: false },
      user: { additionalFields: { kind: { type: "string", input: false, defaultValue: "account" } } },
      session: { expiresIn: DEVICE_MS / 1000 },
      verification: { storeIdentifier: "hashed", disableCleanup: true },
      account: { skipStateCookieCheck: true, updateAccountOnSignIn: false },
      emailAndPassword: {
        enabled: true,
        autoSignIn: false,
        requireEmailVerification: true,
        minPasswordLength: PASSWORD_MIN_CHARS,
        maxPasswordLength: PASSWORD_MAX_CHARS,
        resetPasswordTokenExpiresIn: MAIL_PROOF_MS / 1000,
        sendResetPassword: ({ user, token }) =>
          mail("reset", { kind: "reset", token }, (url) => resetLetter(user.email, url, MINUTES)),
        onExistingUserSignUp: ({ user }) => sendLink(user.email, true),
      },
      emailVerification: {
        sendOnSignUp: true,
        autoSignInAfterVerification: true,
        expiresIn: MAIL_PROOF_MS / 1000,
        sendVerificationEmail: ({ user, token }) =>
          mail("confirm", { kind: "confirm", token }, (url) => confirmLetter(user.email, url, MINUTES)),
      },
      plugins: [
        magicLink({
          expiresIn: MAIL_PROOF_MS / 1000,
          sendMagicLink: ({ email, token, metadata }) => {
            const words = metadata?.isKnown === true ? alreadyHereLetter : signInLetter;
            return mail("link", { kind: "link", token }, (url) => words(email, url, MINUTES));
          },
        }),
        ...(google ? [googlePlugin(google, parts)] : []),
      ],
      databaseHooks: {
        // Nothing is kept of who is asking but a device's name, nor of Google's tokens.
        session: {
          create: {
            before: async (session) => ({
              data: { ...session, ipAddress: undefined, userAgent: deviceName },
            }),
            after: async (session) => {
              opened = { deviceId: session.id, userId: session.userId };
            },
          },
        },
        account: {
          create: { before: async (account) => ({ data: { ...account, ...NO_TOKENS } }) },
        },
        user: {
          create: { before: async (user) => ({ data: { ...user, image: undefined } }) },
          update: { before: async (user) => ({ data: { ...user, image: undefined } }) },
        },
      },
      advanced: {
        disableCSRFCheck: true,
        disableOriginCheck: true,
        ipAddress: { disableIpTracking: true },
        // The columns that the hooks above keep empty do not exist.
        database: { generateId: ({ model }) => newId(ID_KIND[model] ?? "proof"), validateSchema: false },
      },
    });

  async function sendLink(email: string, isKnown: boolean): Promise<void> {
    await build(newest).api.signInMagicLink({ headers, body: { email, metadata: { isKnown } } });
  }

  return {
    /** The proof that went out by mail with what was asked for, if any. */
    mailed: (): string | null => mailed,

    /** Whoever opens it is signed in; an address that is new here makes an account. */
    sendLink: (email: string): Promise<void> => sendLink(email, false),

    /** Null when it was used, is too old or never was. */
    async openLink(token: string): Promise<Opened | null> {
      const email = await lookAt({ kind: "link", token });
      if (email === null) return null;
      const known = async () =>
        (await (await build(newest).$context).internalAdapter.findUserByEmail(email))?.user;
      try {
        await refusable(() => build(newest).api.magicLinkVerify({ headers, query: { token } }));
      } catch (error) {
        // Another link to the same new address was opened in the same instant and made the account first.
        const user = await known();
        if (!user) throw error;
        return opening(user.id);
      }
      return opened;
    },

    /** An address that has an account is told so by mail, and by nothing else. */
    async signUp(email: string, password: string, name: string): Promise<void> {
      await build(newest).api.signUpEmail({ headers, body: { email, password, name } });
    },

    async confirm(token: string): Promise<Opened | null> {
      for (const key of parts.keys) {
        await refusable(() => build(key).api.verifyEmail({ headers, query: { token } }));
        if (opened) break;
      }
      return opened;
    },

    /** `unconfirmed`: the password is right, and a new letter is on its way. */
    async signIn(email: string, password: string): Promise<Opened | "refused" | "unconfirmed"> {
      const answer = await refusable(() =>
        build(newest).api.signInEmail({ headers, body: { email, password } }),
      );
      if (opened) return opened;
      if (answer !== "EMAIL_NOT_VERIFIED") return "refused";
      await build(newest).api.sendVerificationEmail({ body: { email } });
      return "unconfirmed";
    },

    async sendReset(email: string): Promise<void> {
      await build(newest).api.requestPasswordReset({ body: { email } });
      if (!mailed) await parts.post(nobodyHereLetter(email, parts.publicUrl));
    },

    /** Signs every device out and this one in. */
    async reset(token: string, password: string, revokeKeys: boolean): Promise<Opened | null> {
      const { internalAdapter } = await build(newest).$context;
      const row = await internalAdapter.findVerificationValue(`reset-password:${token}`);
      if (!row || row.expiresAt < new Date()) return null;
      const answer = await refusable(() =>
        build(newest).api.resetPassword({ body: { token, newPassword: password } }),
      );
      if (answer !== null) return null;
      // Whoever has the letter has the address.
      await internalAdapter.updateUser(row.value, { emailVerified: true });
      await parts.shutOut(row.value, revokeKeys);
      return opening(row.value);
    },

    lookAt,

    /** Takes as long for an address that is not known here. */
    async knowsPassword(email: string, password: string): Promise<boolean> {
      const context = await build(newest).$context;
      const found = await context.internalAdapter.findUserByEmail(email, { includeAccounts: true });
      const hash = found?.accounts.find(({ providerId }) => providerId === "credential")?.password;
      if (hash) return context.password.verify({ hash, password });
      await context.password.hash(password);
      return false;
    },

    async hasPassword(userId: string): Promise<boolean> {
      const { internalAdapter } = await build(newest).$context;
      return (await internalAdapter.findCredentialAccount(userId)) !== null;
    },

    async setPassword(userId: string, password: string): Promise<void> {
      const context = await build(newest).$context;
      const hash = await context.password.hash(password);
      if (await context.internalAdapter.findCredentialAccount(userId))
        return context.internalAdapter.updatePassword(userId, hash);
      const login = { userId, providerId: "credential", accountId: userId, password: hash };
      await context.internalAdapter.createAccount(login);
    },

    /** Where to send a browser that wants to sign in with Google, and what it comes back with. */
    async startGoogle(): Promise<{ url: string; state: string } | null> {
      if (!parts.google) return null;
      const body = { provider: "google" as const, callbackURL: parts.publicUrl, disableRedirect: true };
      const { url } = await build(newest, parts.google).api.signInSocial({ headers, body });
      return url ? { url, state: new URL(url).searchParams.get("state") ?? "" } : null;
    },

    async finishGoogle(query: Record<string, string>): Promise<Opened | null> {
      if (!parts.google) return null;
      const asked = { headers, params: { id: "google" }, query, asResponse: true as const };
      await refusable(() => build(newest, parts.google).api.callbackOAuth(asked));
      return opened;
    },
  };

  /** Whose address a proof is for; null when it does not work any more. */
  async function lookAt({ kind, token }: Proof): Promise<string | null> {
    if (kind === "confirm") return emailOfConfirmation(token, parts.keys);
    const { internalAdapter } = await build(newest).$context;
    const identifier = kind === "link" ? `magic-link:${token}` : `reset-password:${token}`;
    const row = await internalAdapter.findVerificationValue(identifier);
    if (!row || row.expiresAt < new Date()) return null;
    if (kind === "reset") return (await internalAdapter.findUserById(row.value))?.email ?? null;
    const { email } = JSON.parse(row.value) as { email: string };
    return email;
  }

  async function opening(userId: string): Promise<Opened | null> {
    const { internalAdapter } = await build(newest).$context;
    const session = await internalAdapter.createSession(userId, false, { userAgent: deviceName });
    return session ? { deviceId: session.id, userId } : null;
  }
}

const ID_KIND: Record<string, "user" | "device" | "login" | "proof"> = {
  user: "user",
  session: "device",
  account: "login",
  verification: "proof",
};

const NO_TOKENS = {
  accessToken: undefined,
  refreshToken: undefined,
  idToken: undefined,
  accessTokenExpiresAt: undefined,
  refreshTokenExpiresAt: undefined,
  scope: undefined,
};

/** Null when the engine agrees; else its word for why not. What is no refusal is thrown on. */
async function refusable(ask: () => Promise<unknown>): Promise<string | null> {
  try {
    await ask();
    return null;
  } catch (error) {
    if (!isAPIError(error)) throw error;
    if (error.statusCode >= 500) {
      log("error", "auth_engine_failed", { status: error.statusCode }, error);
      throw new Error("the auth engine failed", { cause: error });
    }
    return error.body?.code ?? String(error.status);
  }
}
