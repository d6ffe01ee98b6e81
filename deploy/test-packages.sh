#!/usr/bin/env bash
# The Debian packages that tests use: installed as root, otherwise named with what is skipped without them.
set -u
missing=()
command -v chromium >/dev/null || missing+=(chromium)
command -v ip >/dev/null || missing+=(iproute2)
[ "${#missing[@]}" -eq 0 ] && exit 0
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
  echo "installing for the tests: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  if apt-get update -qq && apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null; then exit 0; fi
  echo "could not install ${missing[*]}: the tests that need them are skipped"
else
  echo "not installed: ${missing[*]}; the tests that need them are skipped (apt-get install ${missing[*]})"
fi
exit 0
