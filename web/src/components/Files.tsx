import { Button, FileButton } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";

import type { RecordFile } from "../api/recordFiles";
import { formatBytes } from "../locales/format";
import { t } from "../locales/i18n";
import { described } from "../pages/administration/problems";
import { ErrorLine } from "../pages/administration/Result";
import { Time } from "./Time";

interface Props<After> {
  items: readonly RecordFile[];
  mayAdd: boolean;
  /** What is said where there are none. */
  nothing: string;
  hrefOf: (file: RecordFile) => string;
  add: (file: File) => Promise<After>;
  remove: (file: RecordFile) => Promise<After>;
  added: (after: After, name: string) => void;
  removed: (after: After, name: string) => void;
}

/** The files of something: saved from here, brought, taken away. */
export function Files<After>({ items, mayAdd, nothing, hrefOf, add, remove, added, removed }: Props<After>) {
  const adding = useMutation({ mutationFn: add, onSuccess: (after, { name }) => { added(after, name); } });
  const removing = useMutation({ mutationFn: remove, onSuccess: (after, { name }) => { removed(after, name); } });
  const error = adding.error ?? removing.error;
  return (
    <>
      {items.length === 0 && <p className="dim">{nothing}</p>}
      <ul>
        {items.map((file) => (
          <li key={file.uid}>
            <a href={hrefOf(file)} download={file.name}>{file.name}</a> <span className="dim">{formatBytes(file.size)} · {file.by} · <Time at={file.at} isRelative /></span>{" "}
            {file.may_remove && <Button size="compact-xs" variant="default" aria-label={t("Take away {name}", { name: file.name })} onClick={() => { removing.mutate(file); }}>{t("Take away")}</Button>}
          </li>
        ))}
      </ul>
      {mayAdd && (
        <FileButton onChange={(file) => { if (file) adding.mutate(file); }} inputProps={{ "aria-label": t("A file to bring") }}>
          {(props) => <Button {...props} size="compact-sm" variant="default" loading={adding.isPending}>{t("Bring a file…")}</Button>}
        </FileButton>
      )}
      <ErrorLine text={error && described(error)} />
    </>
  );
}
