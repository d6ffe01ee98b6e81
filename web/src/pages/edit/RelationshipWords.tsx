import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";

import { editsQuery, withdrawEdit } from "../../api/edits";
import { Dialog } from "../../components/Dialog";
import { Empty, Loaded } from "../../components/PageState";
import { useSchema } from "../../components/schema";
import { Time } from "../../components/Time";
import { formatDateTime, formatValue } from "../../locales/format";
import { t } from "../../locales/i18n";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";
import classes from "./edit.module.css";
import type { Edited } from "./relationship";
import { apartBy, type Word, wordsOn } from "./said";

interface Props {
  edited: Edited;
  done: (text: string) => void;
  close: () => void;
}

/** What one word says, in words. */
function saidText({ said: { status, attributes } }: Word): string {
  if (status === "retired") return t("It is not there.");
  if (status === "released") return t("The other sources tell.");
  const told = Object.entries(attributes).map(([name, value]) => `${name.replaceAll("_", " ")} ${formatValue(value)}`);
  return told.length === 0 ? t("It is there.") : t("It is there: {told}.", { told: told.join(", ") });
}

function WordRow({ word, done, source }: { word: Word; source: string; done: () => void }) {
  const { uid, actor, reason, at, expires_at: expiresAt, is_expired: isExpired, is_creation: isCreation } = word.edit;
  const taking = useMutation({ mutationFn: () => withdrawEdit(source, uid), onSuccess: done });
  return (
    <tr>
      <td>{saidText(word)}</td>
      <td>{[actor, reason].filter((text) => text !== null && text !== "").join(": ")}</td>
      <td><Time at={at} isRelative /></td>
      <td>{isExpired ? t("expired") : expiresAt === null ? t("Never") : <Time at={expiresAt} />}</td>
      <td>
        {!isCreation && (
          <Button
            variant="default" size="compact-xs" loading={taking.isPending} onClick={() => { taking.mutate(); }}
            aria-label={t("Take back, {at}", { at: formatDateTime(at) })}
          >
            {t("Take back")}
          </Button>
        )}
        <ErrorLine text={taking.error && described(taking.error)} />
      </td>
    </tr>
  );
}

/** All that people said of a relationship, the newest first; each word can be taken back by itself. */
export function RelationshipWords({ edited: { source, bond, words }, done, close }: Props) {
  const edits = useQuery(editsQuery(source.uid));
  const apart = apartBy(useSchema());
  return (
    <Dialog title={t("What people said: {words}", { words })} isWide close={close}>
      <Loaded query={edits} what={t("What people said could not be loaded.")} lines={3}>
        {({ items }) => {
          const found = wordsOn(items, bond, apart);
          if (found.length === 0) return <Empty>{t("Nobody said anything of it by hand; the other sources tell.")}</Empty>;
          return (
            <div className={classes.wide} tabIndex={0} role="group" aria-label={t("Words")}>
              <table className="plain">
                <thead>
                  <tr>
                    <th scope="col">{t("Says")}</th>
                    <th scope="col">{t("Who and why")}</th>
                    <th scope="col">{t("When")}</th>
                    <th scope="col">{t("Expires")}</th>
                    <th scope="col"><span className="visuallyhidden">{t("Actions")}</span></th>
                  </tr>
                </thead>
                <tbody>
                  {found.map((word) => (
                    <WordRow key={word.edit.uid} word={word} source={source.uid} done={() => { close(); done(t("It is taken back.")); }} />
                  ))}
                </tbody>
              </table>
            </div>
          );
        }}
      </Loaded>
    </Dialog>
  );
}
