import { Button, FileButton } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";

import { addRecordFile, recordFileHref, recordFilesQuery, removeRecordFile } from "../../api/recordFiles";
import type { RecordDetail } from "../../api/records";
import { Time } from "../../components/Time";
import { formatBytes } from "../../locales/format";
import { t } from "../../locales/i18n";
import { described } from "../administration/problems";
import { ErrorLine } from "../administration/Result";

interface Props {
  record: RecordDetail;
  changed: (record: RecordDetail, said: string) => void;
}

/** The files at a record: saved from here, brought, taken away. */
export function RecordFiles({ record, changed }: Props) {
  const { items = [], may_add: mayAdd = false } = useQuery(recordFilesQuery(record.number, record.revision)).data ?? {};
  const adding = useMutation({
    mutationFn: (file: File) => addRecordFile(record.number, file),
    onSuccess: (after, { name }) => { changed(after, t("{name} is at {number}.", { name, number: after.number })); },
  });
  const removing = useMutation({
    mutationFn: (uid: string) => removeRecordFile(record.number, uid),
    onSuccess: (after) => { changed(after, t("It is no longer at {number}.", { number: after.number })); },
  });
  const error = adding.error ?? removing.error;
  if (items.length === 0 && !mayAdd) return null;
  return (
    <section className="panel" aria-label={t("Files")}>
      <h2>{t("Files")}</h2>
      {items.length === 0 && <p className="dim">{t("None yet. Screenshots, logs and documents up to 10 MiB.")}</p>}
      <ul>
        {items.map((file) => (
          <li key={file.uid}>
            <a href={recordFileHref(record.number, file)} download={file.name}>{file.name}</a> <span className="dim">{formatBytes(file.size)} · {file.by} · <Time at={file.at} isRelative /></span>{" "}
            {file.may_remove && <Button size="compact-xs" variant="default" aria-label={t("Take away {name}", { name: file.name })} onClick={() => { removing.mutate(file.uid); }}>{t("Take away")}</Button>}
          </li>
        ))}
      </ul>
      {mayAdd && (
        <FileButton onChange={(file) => { if (file) adding.mutate(file); }} inputProps={{ "aria-label": t("A file to bring") }}>
          {(props) => <Button {...props} size="compact-sm" variant="default" loading={adding.isPending}>{t("Bring a file…")}</Button>}
        </FileButton>
      )}
      <ErrorLine text={error && described(error)} />
    </section>
  );
}
