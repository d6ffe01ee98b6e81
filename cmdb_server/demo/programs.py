"""The programs that machines of the estate run."""

from dataclasses import dataclass

from graph_schema.ci_classes.software_instance import SoftwareInstance


@dataclass(frozen=True)
class Program:
    """A program as a package brings it; `port` 0 does not listen. `package` and `version` name its release."""

    code: str
    process_name: str
    user: str
    executable: str
    unit: str
    port: int
    package: str
    version: str
    publisher: str = "Debian"
    protocol: str = "tcp"

    @property
    def instance_key(self) -> str:
        """What tells the running program apart on its computer."""
        return f"unit:{self.unit}"

    def identity(self) -> SoftwareInstance:
        """The running program by what identifies it on its computer."""
        return SoftwareInstance(instance_key=self.instance_key)


_JAVA = "/usr/lib/jvm/java-17-openjdk-amd64/bin/java"

PROGRAMS = {
    program.code: program
    for program in (
        Program("nginx", "nginx", "www-data", "/usr/sbin/nginx", "nginx.service", 443, "nginx", "1.22.1"),
        Program("tomcat", "java", "tomcat", _JAVA, "tomcat10.service", 8080, "tomcat10", "10.1.6"),
        Program("gunicorn", "python3", "app", "/usr/bin/python3.11", "gunicorn.service", 8000, "gunicorn", "20.1.0"),
        Program("node", "node", "app", "/usr/bin/node", "storefront.service", 3000, "nodejs", "18.19.0"),
        Program(
            "postgres",
            "postgres",
            "postgres",
            "/usr/lib/postgresql/15/bin/postgres",
            "postgresql@15-main.service",
            5432,
            "postgresql-15",
            "15.10",
        ),
        Program(
            "mariadb", "mariadbd", "mysql", "/usr/sbin/mariadbd", "mariadb.service", 3306, "mariadb-server", "10.11.6"
        ),
        Program(
            "redis",
            "redis-server",
            "redis",
            "/usr/bin/redis-server",
            "redis-server.service",
            6379,
            "redis-server",
            "7.0.15",
        ),
        Program(
            "rabbitmq",
            "beam.smp",
            "rabbitmq",
            "/usr/lib/erlang/erts-13.1.5/bin/beam.smp",
            "rabbitmq-server.service",
            5672,
            "rabbitmq-server",
            "3.10.8",
        ),
        Program(
            "opensearch", "java", "opensearch", _JAVA, "opensearch.service", 9200, "opensearch", "2.17.1", "OpenSearch"
        ),
        Program("slapd", "slapd", "openldap", "/usr/sbin/slapd", "slapd.service", 636, "slapd", "2.5.13"),
        Program("keycloak", "java", "keycloak", _JAVA, "keycloak.service", 8443, "keycloak", "25.0.6", "Keycloak"),
        Program("named", "named", "bind", "/usr/sbin/named", "named.service", 53, "bind9", "9.18.28", protocol="udp"),
        Program(
            "postfix", "master", "root", "/usr/lib/postfix/sbin/master", "postfix.service", 25, "postfix", "3.7.11"
        ),
        Program("dovecot", "dovecot", "root", "/usr/sbin/dovecot", "dovecot.service", 993, "dovecot-core", "2.3.19"),
        Program("samba", "smbd", "root", "/usr/sbin/smbd", "smbd.service", 445, "samba", "4.17.12"),
        Program(
            "prometheus",
            "prometheus",
            "prometheus",
            "/usr/bin/prometheus",
            "prometheus.service",
            9090,
            "prometheus",
            "2.42.0",
        ),
        Program(
            "grafana",
            "grafana",
            "grafana",
            "/usr/share/grafana/bin/grafana",
            "grafana-server.service",
            3000,
            "grafana",
            "11.2.0",
            "Grafana Labs",
        ),
        Program(
            "gitlab",
            "puma",
            "git",
            "/opt/gitlab/embedded/bin/ruby",
            "gitlab.service",
            8080,
            "gitlab-ce",
            "17.4.1",
            "GitLab",
        ),
        Program(
            "runner",
            "gitlab-runner",
            "root",
            "/usr/bin/gitlab-runner",
            "gitlab-runner.service",
            0,
            "gitlab-runner",
            "17.4.0",
            "GitLab",
        ),
        Program(
            "bacula", "bacula-dir", "bacula", "/usr/sbin/bacula-dir", "bacula-director.service", 9101, "bacula", "9.6.7"
        ),
        Program(
            "asterisk",
            "asterisk",
            "asterisk",
            "/usr/sbin/asterisk",
            "asterisk.service",
            5060,
            "asterisk",
            "20.6.0",
            protocol="udp",
        ),
        Program("sshd", "sshd", "root", "/usr/sbin/sshd", "ssh.service", 22, "openssh-server", "9.2"),
        Program(
            "exporter",
            "prometheus-node",
            "prometheus",
            "/usr/bin/prometheus-node-exporter",
            "prometheus-node-exporter.service",
            9100,
            "prometheus-node-exporter",
            "1.5.0",
        ),
        Program("libvirt", "libvirtd", "root", "/usr/sbin/libvirtd", "libvirtd.service", 0, "libvirt-daemon", "9.0.0"),
    )
}
EVERYWHERE = ("sshd", "exporter")
