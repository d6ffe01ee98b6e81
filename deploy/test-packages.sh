#!/usr/bin/env bash
# The Debian packages that tests use: installed as root, otherwise named with what is skipped without them.
set -u
PATH=$PATH:/usr/sbin:/sbin
missing=()
light=chromium-headless-shell # Chromium without windows: three fifths of the processor time, but no camera
while read -r command package; do
  command -v "$command" >/dev/null || missing+=("$package")
done <<'EOF'
chromium chromium
chromium-headless-shell chromium-headless-shell
ip iproute2
sshd openssh-server
snmpd snmpd
snmptrap snmp
nginx nginx
redis-server redis-server
haproxy haproxy
mariadbd mariadb-server
pg_lsclusters postgresql
dovecot dovecot-imapd
slapd slapd
EOF
[ "${#missing[@]}" -eq 0 ] && exit 0
# The tests run without it, too, only slower.
[ "${missing[*]}" = "$light" ] && [ "$(id -u)" -ne 0 ] && exit 0
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
  echo "installing for the tests: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  # The tests start daemons of their own; none of the packages may start one on the machine's addresses.
  policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy"
  fi
  apt-get update -qq
  apt-cache show "$light" >/dev/null 2>&1 || for place in "${!missing[@]}"; do
    if [ "${missing[place]}" = "$light" ]; then unset "missing[place]"; fi
  done
  if [ "${#missing[@]}" -eq 0 ]; then exit 0; fi
  if apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null; then
    for unit in "${missing[@]}"; do # and none at the next start of the machine
      case $unit in
      openssh-server) unit=ssh ;;
      mariadb-server) unit=mariadb ;;
      dovecot-imapd) unit=dovecot ;;
      snmpd | nginx | redis-server | haproxy | postgresql | slapd) ;;
      *) continue ;;
      esac
      if command -v systemctl >/dev/null; then systemctl disable -q "$unit" || true; fi
    done
    exit 0
  fi
  echo "could not install ${missing[*]}: the tests that need them are skipped"
else
  echo "not installed: ${missing[*]}; the tests that need them are skipped (apt-get install ${missing[*]})"
fi
exit 0
