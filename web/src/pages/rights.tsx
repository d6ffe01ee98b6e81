import { IconUsers } from "@tabler/icons-react";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";
import { RightsPage } from "./rights/RightsPage";

export const page: Page = {
  path: "/rights",
  component: RightsPage,
  nav: {
    section: "control", order: 70, label: () => t("Users and rights"), icon: IconUsers, href: "/rights", key: "u", permission: "admin",
  },
};
