"""Parks: how its devices are told apart, and where their facts stand."""

from discovery_agent.snmp.vendor import Vendor

vendor = Vendor(name="Parks", enterprises=(3893, 50224), ci_class="switch")
