import classes from "./administration.module.css";

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
    <fieldset className={classes.choices}>
      <legend>{label}</legend>
      {description && <div className="dim">{description}</div>}
      {values.map((value) => (
        <label key={value} className={classes.choice}>
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={(event) => {
              change(event.currentTarget.checked ? [...chosen, value] : chosen.filter((one) => one !== value));
            }}
          />
          {value}
        </label>
      ))}
      {error && <p className="state" data-state="down" role="alert">{`■ ${error}`}</p>}
    </fieldset>
  );
}
