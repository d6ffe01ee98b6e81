import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { meQuery } from "../../api/session";
import { Empty, Waiting } from "../../components/PageState";
import { t } from "../../locales/i18n";
import { useMay } from "../../shell/permissions";

/** Whether one may decide what concerns any CI: it takes the right to change all. */
export function useMayDecide(): boolean {
  return useQuery(meQuery).data?.writes_all ?? false;
}

/** Whether one may decide about pairs: about those of which one may change both. */
export function useMayDecidePairs(): boolean {
  return useMay("write");
}

/** Whether one sees every CI. */
export function useSeesAll(): boolean {
  return useQuery(meQuery).data?.sees_all ?? false;
}

/** What only those see who may see every CI; others are told so. */
export function OnlyForAll({ children }: { children: ReactNode }) {
  const { data: me } = useQuery(meQuery);
  if (!me) return <Waiting />;
  if (me.sees_all) return children;
  return (
    <div className="panel">
      <Empty>
        <span className="state" data-state="unknown"><span aria-hidden="true">○</span> {t("Not allowed")}</span>
        <br />
        {t("Identifiers tell of any CI, so this takes a role that shows every CI. An administrator can give it.")}
      </Empty>
    </div>
  );
}
