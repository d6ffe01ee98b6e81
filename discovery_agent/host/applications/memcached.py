"""memcached: it needs nobody, and keeps nothing."""

from discovery_agent.host.application import Application

application = Application(
    name="memcached", product="memcached", executables=("memcached",), packages=("memcached",), ports=(11211,)
)
