"""What breaks if this breaks, and what broke this. Needs no database; see README.md for the map."""

from impact.actions import EFFECTS, ActionError, Effect, Entry, Relation, entering, preview
from impact.all_single_points import SinglePoints, all_single_points
from impact.availability import Availability, AvailabilityError, availability
from impact.blast_radius import BlastRadius, ServiceTotal, Stakes, blast_radius, margin
from impact.cannot_start import cannot_start
from impact.causes.ranking import Cause, Part, Ranking
from impact.collisions import Collision, Collisions, JointLoss, collide, collisions
from impact.cut_sets import CutSetsError, cut_sets
from impact.estate import CI, Estate, Requirement, UnknownCIError, estate_of
from impact.fewer_ways import propagate_with_ways
from impact.graph import Graph, Requirements, build_graph
from impact.isolation import Access, Isolation, propagate_with_access
from impact.network import Network, cut_off_by, disjoint_paths, dominators, network_of, network_states
from impact.overlay import Changes, ChangesError, overlaid, overlay
from impact.paths import dependency_paths, explaining_paths
from impact.reach import Reach, reach_of
from impact.remedies import RemediesError, Remedy, remedies
from impact.single_failures import single_failures, single_points_of_failure
from impact.single_points_with_access import all_single_points_with_access
from impact.snapshot_file import SnapshotFileError, open_snapshot, write_snapshot
from impact.start_circles import StartCircle, start_circles
from impact.states import Outcome, State, propagate
from impact.upstream_cause import candidates, rank
from impact.ways import Ways
from impact.witness import Reason, Step, witness

__all__ = [
    "CI",
    "EFFECTS",
    "Access",
    "ActionError",
    "Availability",
    "AvailabilityError",
    "BlastRadius",
    "Cause",
    "Changes",
    "ChangesError",
    "Collision",
    "Collisions",
    "CutSetsError",
    "Effect",
    "Entry",
    "Estate",
    "Graph",
    "Isolation",
    "JointLoss",
    "Network",
    "Outcome",
    "Part",
    "Ranking",
    "Reach",
    "Reason",
    "Relation",
    "RemediesError",
    "Remedy",
    "Requirement",
    "Requirements",
    "ServiceTotal",
    "SinglePoints",
    "SnapshotFileError",
    "Stakes",
    "StartCircle",
    "State",
    "Step",
    "UnknownCIError",
    "Ways",
    "all_single_points",
    "all_single_points_with_access",
    "availability",
    "blast_radius",
    "build_graph",
    "candidates",
    "cannot_start",
    "collide",
    "collisions",
    "cut_off_by",
    "cut_sets",
    "dependency_paths",
    "disjoint_paths",
    "dominators",
    "entering",
    "estate_of",
    "explaining_paths",
    "margin",
    "network_of",
    "network_states",
    "open_snapshot",
    "overlaid",
    "overlay",
    "preview",
    "propagate",
    "propagate_with_access",
    "propagate_with_ways",
    "rank",
    "reach_of",
    "remedies",
    "single_failures",
    "single_points_of_failure",
    "start_circles",
    "witness",
    "write_snapshot",
]
