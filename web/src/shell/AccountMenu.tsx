import { ActionIcon, Menu } from "@mantine/core";
import { IconKeyboard, IconLogout, IconSettings, IconUser } from "@tabler/icons-react";

import type { Me } from "../api/types";
import { useOpen } from "../components/AppLink";
import { t } from "../locales/i18n";
import { useLogOut } from "./leave";

export function AccountMenu({ me, openSheet }: { me: Me; openSheet: () => void }) {
  const open = useOpen();
  const leave = useLogOut();
  const name = t("Account of {name}", { name: me.username });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" aria-label={name} title={name}>
          <IconUser size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("Signed in as {name}", { name: me.username })}</Menu.Label>
        <Menu.Item leftSection={<IconSettings size={16} />} onClick={() => { open("/account"); }}>
          {t("Account and password")}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={openSheet}>
          {t("Keyboard shortcuts")}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => { leave.mutate(); }}>
          {t("Log out")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
