import { IconUser } from "@tabler/icons-react";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";
import { AccountPage } from "./account/AccountPage";

export const page: Page = {
  path: "/account",
  component: AccountPage,
  nav: { order: 0, label: () => t("Account and password"), icon: IconUser, href: "/account" },
};
