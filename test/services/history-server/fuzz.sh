#!/bin/sh
# Runs schemathesis, all checks, against the server on its embedded store, and cleans up after itself.
# Needs Python 3.10 or newer; installs schemathesis once into .cache. Further arguments go to `schemathesis run`.
set -eu
version=4.32.5
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
tool="$root/.cache/schemathesis-$version"
work=$(mktemp -d)
server=

cleanup() {
  if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

if [ ! -x "$tool/bin/schemathesis" ]; then
  python3 -m venv "$tool"
  "$tool/bin/pip" install --quiet --only-binary :all: "schemathesis==$version"
fi

cd "$root/services/history-server"
npm run --silent build
DATA_DIR="$work/data" HOST=127.0.0.1 PORT=0 DRAIN_SECONDS=0 node --enable-source-maps lib/server.js >"$work/log" 2>&1 &
server=$!
port=
while [ -z "$port" ]; do
  kill -0 "$server" || { cat "$work/log"; exit 1; }
  port=$(sed -n 's/.*"port":\([0-9]*\),"msg":"listening".*/\1/p' "$work/log")
  [ -n "$port" ] || sleep 0.1
done

cd "$work"
"$tool/bin/schemathesis" --config-file "$here/schemathesis.toml" run "http://127.0.0.1:$port/openapi.json" \
  --checks all --seed 1 --no-color "$@"
