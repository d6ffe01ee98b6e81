"""Telegraf; it tells others what it measures."""

from discovery_agent.host.application import Application

application = Application(
    name="telegraf", product="Telegraf", executables=("telegraf",), packages=("telegraf",), traffic="monitoring"
)
