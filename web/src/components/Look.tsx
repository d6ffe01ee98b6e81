import { outcomeLook, STATE_GLYPH, statusLook, stateWord } from "../locales/labels";

interface LookProps {
  look: readonly [state: string, glyph: string, word: string];
  title?: string;
}

/** A state as glyph, word and colour. */
export function Look({ look: [state, glyph, word], title }: LookProps) {
  return (
    <span className="state" data-state={state} title={title}>
      <span aria-hidden="true">{glyph}</span> {word}
    </span>
  );
}

export function StateLook({ state }: { state: string }) {
  return <Look look={[state, STATE_GLYPH[state] ?? "○", stateWord(state)]} />;
}

export function StatusLook({ status }: { status: string }) {
  return <Look look={statusLook(status)} />;
}

export function OutcomeLook({ outcome }: { outcome: string }) {
  return <Look look={outcomeLook(outcome)} />;
}
