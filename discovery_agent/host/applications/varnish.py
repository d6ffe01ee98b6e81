"""Varnish, which caches what web servers answer."""

from discovery_agent.host.application import Application

application = Application(
    name="varnish", product="Varnish", executables=("varnishd",), packages=("varnish",), ports=(6081,)
)
