import { Checkbox } from "@mantine/core";

interface Props {
  label: string;
  description?: string;
  values: readonly string[];
  chosen: readonly string[];
  error?: string | null;
  change: (chosen: string[]) => void;
}

/** Some of a few values, each a box to tick: what is chosen and what is not is seen at once. */
export function Choices({ label, description, values, chosen, error = null, change }: Props) {
  return (
    <Checkbox.Group label={label} description={description} value={[...chosen]} error={error} onChange={change} size="xs">
      {values.map((value) => <Checkbox key={value} value={value} label={value} size="xs" mt={10} />)}
    </Checkbox.Group>
  );
}
