#!/bin/sh
#
# Checks the Dockerfiles and the compose file with whatever linters are here or can be had from npm. None of them needs
# a Docker engine. What cannot be checked is said, and is no failure; a finding is one.

set -u
cd "$(dirname -- "$0")" || exit 1
findings=0

skip() {
  echo "docker/lint.sh: skipped $1"
}

check() {
  echo "docker/lint.sh: $1"
  shift
  "$@" || findings=1
}

# Version 1 of compose, which Debian still has, knows all that we use but the project's name.
# shellcheck disable=SC2317
compose_v1() {
  sed '/^name:/d' compose.yaml | docker-compose -f - config --quiet
}

if command -v hadolint >/dev/null; then
  check "hadolint" hadolint localizer.Dockerfile bridge.Dockerfile
else
  skip "hadolint: not installed"
fi

if command -v npm >/dev/null; then
  # The packages are JavaScript only: their install scripts, if any, are not wanted.
  tools=$(mktemp -d)
  trap 'rm -rf "$tools"' EXIT
  if npm install --prefix "$tools" --ignore-scripts --no-audit --no-fund --silent \
    dockerfilelint@1.8.0 dockerfile-utils@0.16.3 >/dev/null 2>&1; then
    for file in localizer.Dockerfile bridge.Dockerfile; do
      check "dockerfilelint $file" "$tools/node_modules/.bin/dockerfilelint" "$file"
      check "dockerfile-utils $file" "$tools/node_modules/.bin/dockerfile-utils" lint "$file"
    done
  else
    skip "dockerfilelint and dockerfile-utils: npm could not fetch them"
  fi
else
  skip "dockerfilelint and dockerfile-utils: no npm"
fi

if docker compose version >/dev/null 2>&1; then
  check "docker compose config" docker compose -f compose.yaml config --quiet
elif command -v docker-compose >/dev/null; then
  check "docker-compose config" compose_v1
else
  skip "compose.yaml: neither the compose plugin nor docker-compose is installed"
fi

exit "$findings"
