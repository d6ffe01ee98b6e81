import { useQuery } from "@tanstack/react-query";

import { addRecordFile, recordFileHref, recordFilesQuery, removeRecordFile } from "../../api/recordFiles";
import type { RecordDetail } from "../../api/records";
import { Files } from "../../components/Files";
import { t } from "../../locales/i18n";

interface Props {
  record: RecordDetail;
  changed: (record: RecordDetail, said: string) => void;
}

/** The files at a record. */
export function RecordFiles({ record: { number, revision }, changed }: Props) {
  const { items = [], may_add: mayAdd = false } = useQuery(recordFilesQuery(number, revision)).data ?? {};
  if (items.length === 0 && !mayAdd) return null;
  return (
    <section className="panel" aria-label={t("Files")}>
      <h2>{t("Files")}</h2>
      <Files
        items={items} mayAdd={mayAdd} nothing={t("None yet. Screenshots, logs and documents up to 10 MiB.")}
        hrefOf={(file) => recordFileHref(number, file)}
        add={(file) => addRecordFile(number, file)} remove={({ uid }) => removeRecordFile(number, uid)}
        added={(after, name) => { changed(after, t("{name} is at {number}.", { name, number })); }}
        removed={(after) => { changed(after, t("It is no longer at {number}.", { number })); }}
      />
    </section>
  );
}
