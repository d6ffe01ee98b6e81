import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";

import { recordTypesQuery } from "../../api/records";
import { recordHref } from "../../components/links";
import { OpenDialog } from "./OpenDialog";
import { typeNamed } from "./words";

interface Props {
  type: string;
  affects?: readonly (readonly [uid: string, name: string])[];
  known?: Readonly<Record<string, string>>;
  close: () => void;
}

/** Opens a record of a type, and goes on to it. */
export function OpenRecord({ type, ...props }: Props) {
  const kind = typeNamed(useQuery(recordTypesQuery).data ?? [], type);
  const queries = useQueryClient();
  const navigate = useNavigate();
  if (!kind) return null;
  return (
    <OpenDialog
      kind={kind} {...props}
      opened={(record) => {
        void queries.invalidateQueries({ queryKey: ["records"] });
        void navigate({ to: recordHref(record) } as never);
      }}
    />
  );
}
