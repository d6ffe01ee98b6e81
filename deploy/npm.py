"""Run npm in web/ with the Node that builds the front end: `python deploy/npm.py run check`."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import hatch_build  # noqa: E402 - found through the line above


def main() -> int:
    """The exit code of npm."""
    command, environment = hatch_build.npm_command()
    web = ROOT / "web"
    if not (web / "node_modules").exists():
        done = subprocess.run([*command, "ci", "--ignore-scripts"], cwd=web, env=environment, check=False)  # noqa: S603 - npm with our own arguments
        if done.returncode:
            return done.returncode
    return subprocess.run([*command, *sys.argv[1:]], cwd=web, env=environment, check=False).returncode  # noqa: S603 - npm with the caller's arguments


if __name__ == "__main__":
    sys.exit(main())
