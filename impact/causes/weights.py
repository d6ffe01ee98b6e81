"""The fixed parameters of the ranking: one set for all estates and all kinds of evidence.

They were chosen on incidents with known causes of three kinds of estates together, since what suits one of them alone
serves another worse. Points are natural logarithms of odds.
"""

from dataclasses import dataclass, field

from impact.states import State


def _shows() -> dict[State, float]:
    return {State.AT_RISK: 0.10, State.DEGRADED: 0.55, State.DOWN: 0.70}


@dataclass(frozen=True)
class Weights:
    """How much each piece of evidence counts."""

    # How loud a measurement is: its size (logarithm of score or relative change) above the noise of its metric.
    slope: float = 2.3
    rise_from_before: float = 1.0
    change_by_value: float = 0.66
    noise_floor: float = 0.85
    noise_share: float = 1.0
    noise_quantile: float = 0.8
    rarity: float = 1.5
    rarity_base: float = 2.5
    loudest: float = 3.0
    beyond_loudest: float = 0.4
    quietest: float = -6.5
    other_kind: float = 0.55
    other_kind_alert: float = 0.27
    other_statistic: float = 0.4
    callers_view: float = 0.12
    unseen_own: float = -4.5
    # Alerts: false alarms among the CIs, and how much of the severity to believe.
    false_alarm_share: float = 0.5
    rarest_false_alarm: float = 0.002
    severity: float = 0.5
    loudest_own_alert: float = 5.0
    silent_alerts: float = -1.9
    fresh_seconds: float = 1200.0
    stale: float = 0.4
    # How often what is hit shows it, per state; whether a CI without any signal is watched where only alerts are known.
    shows: dict[State, float] = field(default_factory=_shows)
    watched: float = 0.95
    cause_shows_measured: float = 0.97
    cause_shows_alerts: float = 0.65
    own_share: float = 0.35
    unwatched_cause: float = -1.1
    # A cause explains the symptom, or leaves it open: only at risk, or not reached at all (a missing relationship).
    symptom_at_risk: float = -1.7
    symptom_not_reached: float = -2.0
    cause_is_symptom: float = -1.1
    # How likely something else is in trouble at the same time, for each CI of the estate.
    trouble_elsewhere: float = 0.0005
    cascade: float = 0.6
    cascade_silence: float = 0.2
    explained_by_dependencies: float = -1.0
    slow_calls_to: float = 0.3
    slow_calls_from: float = 0.2
    loudest_calls: float = 4.4
    degraded_cause: float = 0.85
    second_cause: float = -5.0
    hit_before_cause: float = -0.5
    onset_tolerance_seconds: float = 60.0
    # Changes.
    caused_by_change: float = 0.5
    rarest_change: float = 0.0025
    change_fades_seconds: float = 5400.0
    clock_skew_seconds: float = 60.0


WEIGHTS = Weights()
