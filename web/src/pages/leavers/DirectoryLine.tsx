import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { directoryQuery } from "../../api/leavers";
import { Time } from "../../components/Time";
import { t } from "../../locales/i18n";
import { ErrorLine } from "../administration/Result";

/** The directory that tells who has left: a button that asks it, what it said last, or how it is set up. What has failed just now is told beside. */
export function DirectoryLine({ isPending, hasFailed, ask }: { isPending: boolean; hasFailed: boolean; ask: () => void }) {
  const found = useQuery(directoryQuery).data;
  if (!found) return null;
  if (!found.is_on) return <p className="dim" style={{ margin: 0 }}>{t("A directory (LDAP) can tell who has left, too: {missing}.", { missing: found.missing })}</p>;
  return (
    <>
      <div><Button variant="default" loading={isPending} onClick={ask}>{t("Who has left by the directory")}</Button></div>
      <p className="dim" style={{ margin: 0, overflowWrap: "anywhere" }}>
        {t("{host}, below {base}.", { host: found.host, base: found.base })}{" "}
        {found.looked_at && <>{t("{people, plural, one {# person has left} other {# people have left}}, {holders, plural, one {# holds} other {# hold}} something still; asked", { people: found.people + found.gone, holders: found.holders })} <Time at={found.looked_at} />.</>}
      </p>
      <ErrorLine text={found.error === "" || hasFailed ? null : found.error} />
    </>
  );
}
