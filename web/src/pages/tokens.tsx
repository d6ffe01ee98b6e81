import { IconKey } from "@tabler/icons-react";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";
import { TokensPage } from "./tokens/TokensPage";

export const page: Page = {
  path: "/tokens",
  component: TokensPage,
  nav: {
    section: "control", order: 80, label: () => t("API tokens"), icon: IconKey, href: "/tokens", key: "t", permission: "admin",
  },
};
