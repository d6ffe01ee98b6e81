import { Component, type ReactNode } from "react";

import { t } from "../locales/i18n";
import { Failed } from "./PageState";

interface Props {
  children: ReactNode;
  /** Another value makes the boundary try again (the address of the page). */
  resetOn: string;
}

interface State {
  error: Error | null;
}

/** Keeps the rest of the screen alive when a part of it breaks. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidUpdate(before: Props): void {
    if (this.state.error && before.resetOn !== this.props.resetOn) this.setState({ error: null });
  }

  override render(): ReactNode {
    if (!this.state.error) return this.props.children;
    const retry = () => {
      this.setState({ error: null });
    };
    return <Failed error={this.state.error} what={t("This part of the page broke.")} retry={retry} />;
  }
}
