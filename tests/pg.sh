#!/bin/bash
# pg.sh start DIR: starts a PostgreSQL of its own in DIR/pg and prints its URL; pg.sh stop DIR ends it. As root it runs as the user postgres.
# It listens on a socket in a folder of its own only, so that several can run at once.
set -euo pipefail
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || { echo "pg.sh: no PostgreSQL server is installed" >&2; exit 77; }
[ $# = 2 ] || { echo "usage: pg.sh start|stop DIR" >&2; exit 2; }
dir=$2/pg
as=()
[ "$(id -u)" != 0 ] || as=(runuser -u postgres --)
cd /
case $1 in
start)
	sock=$(mktemp -d /tmp/pg.XXXXXX) # a socket's path is short
	mkdir -p "$dir"
	echo "$sock" >"$dir/socket"
	if [ "$(id -u)" = 0 ]; then
		chmod a+x "$2"
		chown -R postgres "$dir" "$sock"
	fi
	"${as[@]}" "$bin/initdb" -D "$dir/data" -U cohong -A trust --no-sync -E UTF8 --locale=C >"$dir.log" 2>&1 || { cat "$dir.log" >&2; exit 1; }
	"${as[@]}" "$bin/pg_ctl" -D "$dir/data" -l "$dir/server.log" -w -t 60 \
		-o "-c listen_addresses='' -c unix_socket_directories='$sock' -c fsync=off -c shared_buffers=16MB -c max_connections=60" start >>"$dir.log" 2>&1 </dev/null ||
		{ cat "$dir.log" >&2; exit 1; }
	"${as[@]}" "$bin/createdb" -h "$sock" -U cohong cohong
	echo "postgresql://cohong@/cohong?host=$sock"
	;;
stop)
	"${as[@]}" "$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1 || true
	rm -rf "$(cat "$dir/socket")" "$dir"
	;;
*)
	echo "usage: pg.sh start|stop DIR" >&2
	exit 2
	;;
esac
