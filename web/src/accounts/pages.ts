/** Every page about somebody, for the router to fetch when one is wanted. */
export { AccountPage } from "./account-page.tsx";
export { ForgotPage } from "./forgot-page.tsx";
export { GonePage } from "./gone-page.tsx";
export { ConfirmPage, LinkPage, ResetPage } from "./proof-page.tsx";
export { SignInPage } from "./sign-in-page.tsx";
export { SignUpPage } from "./sign-up-page.tsx";
export { WebhooksPage } from "./webhooks-page.tsx";
