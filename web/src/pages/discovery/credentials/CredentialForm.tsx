import { Button, NativeSelect, NumberInput, PasswordInput, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";

import {
  changeCredential, createCredential, type Credential, type CredentialKind, type WantedCredential,
} from "../../../api/credentials";
import { useFocusReturn } from "../../../components/useFocusReturn";
import { t } from "../../../locales/i18n";
import classes from "../../administration/administration.module.css";
import { Choices } from "../../administration/Choices";
import { fieldError, otherError } from "../../administration/problems";
import { ErrorLine } from "../../administration/Result";
import { entriesOf, linesOf, textOf } from "../listText";

type Part = CredentialKind["secret"][number];

interface Props {
  /** The one to change; without one a new one is kept. */
  credential: Credential | null;
  kinds: readonly CredentialKind[];
  sites: readonly string[];
  saved: (name: string) => void;
  close: (() => void) | null;
}

function wantedOf(credential: Credential | null): WantedCredential {
  if (credential) return { ...credential };
  return { name: "", user: "", options: {}, ranges: [], sites: [], tags: [], order: 100, max_failures: 5 };
}

interface PartProps {
  part: Part;
  value: string;
  error: string | null;
  change: (value: string) => void;
}

function OptionField({ part, value, error, change }: PartProps) {
  const choices = [{ value: "", label: t("None") }, ...part.choices.map((choice) => ({ value: choice, label: choice }))];
  return (
    <NativeSelect
      size="xs" label={part.label} description={part.doc} data={choices} value={value} error={error}
      onChange={(event) => { change(event.currentTarget.value); }}
    />
  );
}

function SecretField({ part, value, error, change }: PartProps) {
  if (part.is_long) {
    return (
      <Textarea
        label={part.label} description={part.doc} autosize minRows={3} maxRows={8} value={value} error={error}
        autoComplete="off" spellCheck={false} onChange={(event) => { change(event.currentTarget.value); }}
      />
    );
  }
  return (
    <PasswordInput
      label={part.label} description={part.doc} value={value} error={error} autoComplete="new-password"
      visibilityToggleButtonProps={{ "aria-label": t("Show what is typed") }}
      onChange={(event) => { change(event.currentTarget.value); }}
    />
  );
}

function useWanted(credential: Credential | null) {
  const [wanted, setWanted] = useState(() => wantedOf(credential));
  const [ranges, setRanges] = useState(() => textOf(wanted.ranges));
  const [tags, setTags] = useState(() => textOf(wanted.tags));
  const set = (patch: Partial<WantedCredential>) => { setWanted((before) => ({ ...before, ...patch })); };
  const complete = (kind: CredentialKind): WantedCredential => ({
    name: wanted.name, user: kind.has_user ? wanted.user : "", options: kind.options.length > 0 ? wanted.options : {},
    ranges: linesOf(ranges), sites: wanted.sites, tags: entriesOf(tags), order: wanted.order, max_failures: wanted.max_failures,
  });
  return { wanted, set, ranges, setRanges, tags, setTags, complete };
}

function ScopeFields({ state, sites, error }: { state: ReturnType<typeof useWanted>; sites: readonly string[]; error: Error | null }) {
  const { wanted, set, ranges, setRanges, tags, setTags } = state;
  return (
    <>
      <Textarea
        label={t("Only for these addresses")} description={t("Networks, ranges, addresses. Empty for all.")}
        placeholder="10.0.0.0/24" autosize minRows={1} maxRows={6} value={ranges}
        error={fieldError(error, "ranges")} onChange={(event) => { setRanges(event.currentTarget.value); }}
      />
      {sites.length > 0 && (
        <Choices label={t("Only on these sites")} values={sites} chosen={wanted.sites} change={(chosen) => { set({ sites: chosen }); }} />
      )}
      <TextInput
        label={t("Only for scans with these tags")} value={tags} onChange={(event) => { setTags(event.currentTarget.value); }}
      />
      <NumberInput
        size="xs" label={t("Order")} description={t("The lower is tried first; at an address, what worked last comes before it.")}
        hideControls min={0} max={10_000} allowDecimal={false} value={wanted.order}
        onChange={(value) => { set({ order: Number(value) }); }}
      />
    </>
  );
}

/** Keeps a new credential, or changes one; what is typed as a secret can never be read again. */
export function CredentialForm({ credential, kinds, sites, saved, close }: Props) {
  useFocusReturn();
  const [kindName, setKindName] = useState(credential?.kind ?? "ssh_password");
  const [secret, setSecret] = useState<Record<string, string>>({});
  const state = useWanted(credential);
  const { wanted, set } = state;
  const kind = kinds.find((one) => one.name === kindName);
  const saving = useMutation({
    mutationFn: async (one: CredentialKind) => {
      const isTyped = Object.values(secret).some((value) => value !== "");
      if (credential) await changeCredential(credential.uid, state.complete(one), isTyped ? secret : null);
      else await createCredential(one.name, state.complete(one), secret);
    },
    onSuccess: () => { setSecret({}); saved(wanted.name); if (!credential) set({ name: "" }); },
  });
  const { error } = saving;
  if (!kind) return null;
  const submit = (event: SubmitEvent) => { event.preventDefault(); saving.mutate(kind); };
  const named = [...kind.secret.map((part) => `secret.${part.name}`), ...kind.options.map((part) => `options.${part.name}`)];
  return (
    <form className={`panel ${classes.form ?? ""}`} onSubmit={submit} autoComplete="off">
      <h2>{credential ? t("Change {name}", { name: credential.name }) : t("New credential")}</h2>
      {!credential && (
        <NativeSelect
          size="xs" label={t("Kind")} data={kinds.map((one) => ({ value: one.name, label: one.label }))} value={kindName}
          onChange={(event) => { setKindName(event.currentTarget.value); setSecret({}); }}
        />
      )}
      <TextInput
        label={t("Name")} required withAsterisk={false} maxLength={100} autoFocus={credential !== null} value={wanted.name} error={fieldError(error, "name")}
        onChange={(event) => { set({ name: event.currentTarget.value }); }}
      />
      {kind.has_user && (
        <TextInput
          label={t("User")} required withAsterisk={false} value={wanted.user} error={fieldError(error, "user")} autoComplete="off"
          onChange={(event) => { set({ user: event.currentTarget.value }); }}
        />
      )}
      {kind.options.map((part) => (
        <OptionField
          key={part.name} part={part} value={wanted.options[part.name] ?? ""} error={fieldError(error, `options.${part.name}`)}
          change={(value) => { set({ options: { ...wanted.options, [part.name]: value } }); }}
        />
      ))}
      {credential && <div className="dim">{t("Leave the secret empty to keep the one that there is.")}</div>}
      {kind.secret.map((part) => (
        <SecretField
          key={part.name} part={part} value={secret[part.name] ?? ""} error={fieldError(error, `secret.${part.name}`)}
          change={(value) => { setSecret((before) => ({ ...before, [part.name]: value })); }}
        />
      ))}
      <ScopeFields state={state} sites={sites} error={error} />
      {kind.locks_accounts && (
        <NumberInput
          size="xs" label={t("Stop after refusals in a row")} description={t("So that scans do not lock the account. 0: never stop.")}
          hideControls min={0} max={1000} allowDecimal={false} value={wanted.max_failures}
          onChange={(value) => { set({ max_failures: Number(value) }); }}
        />
      )}
      <ErrorLine text={otherError(error, ["name", "user", "ranges", ...named])} />
      <div className={classes.actions}>
        {close && <Button variant="default" onClick={close}>{t("Cancel")}</Button>}
        <Button type="submit" loading={saving.isPending}>{credential ? t("Save") : t("Keep the credential")}</Button>
      </div>
    </form>
  );
}
