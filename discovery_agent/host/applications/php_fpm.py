"""PHP-FPM: the sockets of its pools, by which web servers on the machine reach it."""

from discovery_agent.host.application import Application, Configured, Files, Started
from discovery_agent.host.syntax_lines import assignments

_PATTERNS = ("/etc/php/*/fpm/pool.d/*.conf", "/etc/php-fpm.d/*.conf", "/usr/local/etc/php-fpm.d/*.conf")


def configure(_started: Started, files: Files) -> Configured:
    """The pools of workers, which are no pools of servers."""
    paths = [path for pattern in _PATTERNS for path in files.matching(pattern)]
    told = [entry for path in paths for entry in assignments(files.text(path) or "")]
    return Configured(
        serves=tuple(entry.section for entry in told if entry.name == "listen"),
        sockets=tuple(entry.value for entry in told if entry.name == "listen" and entry.value.startswith("/")),
        files=tuple(paths),
    )


application = Application(
    name="php_fpm",
    product="PHP-FPM",
    executables=(r"php-fpm[\d.]*",),
    packages=("php8.4-fpm", "php8.3-fpm", "php8.2-fpm", "php8.1-fpm", "php7.4-fpm", "php-fpm"),
    ports=(9000,),
    patterns=_PATTERNS,
    configure=configure,
)
