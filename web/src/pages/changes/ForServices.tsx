import { CloseButton } from "@mantine/core";

import { t } from "../../locales/i18n";
import { Pick } from "../scenarios/Adding";

export type Named = readonly (readonly [uid: string, name: string])[];

/** The services that a rule is for, all of them where none is named. */
export function ForServices({ services, set }: { services: Named; set: (services: Named) => void }) {
  return (
    <>
      <div>{t("For")}: {services.length === 0 && t("all services")}</div>
      {services.length > 0 && (
        <ul style={{ margin: 0 }}>
          {services.map(([uid, name]) => (
            <li key={uid}>{name} <CloseButton size={24} style={{ display: "inline-block", verticalAlign: "middle" }} aria-label={t("Leave out {name}", { name })} onClick={() => { set(services.filter(([other]) => other !== uid)); }} /></li>
          ))}
        </ul>
      )}
      <Pick label={t("Only for this service")} chosen="" choose={(uid, name) => { set([...services.filter(([other]) => other !== uid), [uid, name]]); }} />
    </>
  );
}
