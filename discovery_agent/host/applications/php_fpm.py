"""PHP-FPM: the sockets of its pools, by which web servers on the machine reach it, and what their environment names.

https://www.php.net/manual/en/install.fpm.configuration.php: `env[DB_HOST] = db1`.
"""

from discovery_agent.host.application import Application, Configured, Files, Started
from discovery_agent.host.declared_needs import needs_in
from discovery_agent.host.syntax_lines import assignments

_PATTERNS = ("/etc/php/*/fpm/pool.d/*.conf", "/etc/php-fpm.d/*.conf", "/usr/local/etc/php-fpm.d/*.conf")


def configure(_started: Started, files: Files) -> Configured:
    """The pools of workers, which are no pools of servers."""
    paths = [path for pattern in _PATTERNS for path in files.matching(pattern)]
    told = [entry for path in paths for entry in assignments(files.text(path) or "")]
    needs = [need for path in paths for need in needs_in(_environments(files.text(path) or ""), path)]
    return Configured(
        needs=tuple(needs),
        serves=tuple(entry.section for entry in told if entry.name == "listen"),
        sockets=tuple(entry.value for entry in told if entry.name == "listen" and entry.value.startswith("/")),
        files=tuple(paths),
    )


def _environments(text: str) -> dict[str, dict[str, str]]:
    """The variables that each pool gives its programs."""
    found: dict[str, dict[str, str]] = {}
    for entry in assignments(text):
        if entry.name.startswith("env[") and entry.name.endswith("]"):
            found.setdefault(entry.section, {})[entry.name[4:-1]] = entry.value
    return found


application = Application(
    name="php_fpm",
    product="PHP-FPM",
    executables=(r"php-fpm[\d.]*",),
    packages=("php8.4-fpm", "php8.3-fpm", "php8.2-fpm", "php8.1-fpm", "php7.4-fpm", "php-fpm"),
    ports=(9000,),
    patterns=_PATTERNS,
    configure=configure,
)
