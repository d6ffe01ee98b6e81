"""Squid, a proxy of web pages."""

from discovery_agent.host.application import Application

application = Application(name="squid", product="Squid", executables=("squid",), packages=("squid",), ports=(3128,))
