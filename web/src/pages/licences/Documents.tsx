import { useQuery, useQueryClient } from "@tanstack/react-query";

import { addEntitlementFile, type Entitlement, entitlementFileHref, entitlementFilesQuery, removeEntitlementFile } from "../../api/licences";
import { Dialog } from "../../components/Dialog";
import { Files } from "../../components/Files";
import { Loaded } from "../../components/PageState";
import { t } from "../../locales/i18n";
import { ResultLine, useResult } from "../administration/Result";

/** The documents of an entitlement: proofs of purchase, terms. */
export function Documents({ of: { uid, name }, close }: { of: Entitlement; close: () => void }) {
  const files = useQuery(entitlementFilesQuery(uid));
  const [result, tell] = useResult();
  const queries = useQueryClient();
  const changed = (text: string) => {
    tell({ state: "up", text });
    void queries.invalidateQueries({ queryKey: ["licences", "files", uid] });
  };
  return (
    <Dialog title={t("Documents of {name}", { name })} close={close}>
      <Loaded query={files} what={t("The documents could not be loaded.")}>
        {({ items, may_add: mayAdd }) => (
          <Files
            items={items} mayAdd={mayAdd} nothing={t("None yet. Orders, invoices, terms and certificates up to 10 MiB.")}
            hrefOf={(file) => entitlementFileHref(uid, file)}
            add={async (file) => { await addEntitlementFile(uid, file); }} remove={async (file) => { await removeEntitlementFile(uid, file.uid); }}
            added={(_, file) => { changed(t("{file} is kept.", { file })); }}
            removed={(_, file) => { changed(t("{file} is taken away.", { file })); }}
          />
        )}
      </Loaded>
      <ResultLine result={result} />
    </Dialog>
  );
}
