import { IconPlus } from "@tabler/icons-react";

import { t } from "../locales/i18n";
import type { Page } from "../shell/page";
import { CreatePage } from "./edit/CreatePage";

export const page: Page = {
  path: "/create",
  component: CreatePage,
  nav: { section: "operate", order: 90, label: () => t("Create a CI"), icon: IconPlus, href: "/create", permission: "write" },
};
