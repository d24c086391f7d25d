# common.sh: what run, test and bench share. Sourced by bash from the top of the checkout.

say() {
	printf '%s\n' "$*" >&2
}

die() {
	say "$0: $*"
	exit 1
}

# tell ENGLISH CHINESE: the one that the terminal's language asks for.
tell() {
	case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in
	zh*) printf '%s\n' "$2" ;;
	*) printf '%s\n' "$1" ;;
	esac
}

# need_packages FILE...: installs the Debian packages listed that are missing. The second time it only looks.
need_packages() {
	local name missing=()
	local -A have=()
	if ! command -v dpkg-query >/dev/null; then
		say "This is not Debian: install what the lists name by hand: $*"
		return 0
	fi
	while read -r name; do
		have[$name]=1
	done < <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p')
	for name in $(sed 's/#.*//' "$@"); do
		case $name in
		nodejs | npm) if node_is_recent; then continue; fi ;;
		esac
		[ -n "${have[$name]:-}" ] || missing+=("$name")
	done
	[ ${#missing[@]} -gt 0 ] || return 0
	local sudo=()
	if [ "$(id -u)" != 0 ]; then
		sudo=(sudo)
		if ! command -v sudo >/dev/null || ! sudo true; then
			die "$(tell "packages are missing, and this account cannot install them. Once, as root (su -):" "缺少软件包，而当前账号无权安装。请先用 root 执行一次（su -）：")
  apt-get update && apt-get install --no-install-recommends ${missing[*]}
$(tell "Then run the same again." "然后重新运行。")"
		fi
	fi
	say "$(tell "Installing ${#missing[@]} Debian packages, which takes some minutes:" "正在安装 ${#missing[@]} 个 Debian 软件包，需要几分钟：") ${missing[*]}"
	local apt=("${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3)
	"${apt[@]}" update >&2 || die "$(tell "apt-get update failed: is there a network?" "apt-get update 失败：是否已连接网络？")"
	"${apt[@]}" install -y --no-install-recommends "${missing[@]}" >&2 || die "$(tell "apt-get could not install the packages; see above" "apt-get 未能安装软件包，原因见上")"
}

# Node 18 or later with npm, from wherever it is.
node_is_recent() {
	local major
	command -v npm >/dev/null || return 1
	major=$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null) || return 1
	[ "$major" -ge 18 ]
}

# build_c DIR MESON_OPTION...: sets the build folder up, or changes its options, and compiles. Speaks up only when something is to be seen.
build_c() {
	local dir=$1 log
	shift
	mkdir -p build
	log=$(mktemp)
	if [ ! -f "$dir/build.ninja" ]; then
		say "$(tell "Compiling in $dir; the first time takes some minutes" "正在编译（$dir），首次需要几分钟")"
		meson setup "$dir" "$@" >"$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; die "meson setup failed"; }
		printf '%s\n' "$@" >"$dir/.options"
	elif [ "$(printf '%s\n' "$@")" != "$(cat "$dir/.options" 2>/dev/null)" ]; then
		meson setup --reconfigure "$dir" "$@" >"$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; die "meson setup failed"; }
		printf '%s\n' "$@" >"$dir/.options"
	fi
	ninja -C "$dir" >"$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; die "the build in $dir failed"; }
	rm -f "$log"
}

build_release() {
	build_c build/release --buildtype=release -Doptimization=2 -Dtests=disabled
}

# The browser client: npm ci when the lock file changed, npm run build when any source changed.
build_web() {
	[ -f web/package-lock.json ] || return 0
	local lock sources
	lock=$(sha256sum <web/package-lock.json)
	if [ "$(cat web/node_modules/.cohong-lock 2>/dev/null)" != "$lock" ]; then
		say "$(tell "Fetching the web client's packages" "正在下载网页所需的软件包")"
		(cd web && npm ci --no-audit --no-fund --loglevel=error) >&2 || die "$(tell "npm ci failed in web/: is there a network?" "web/ 中的 npm ci 失败：是否已连接网络？")"
		printf '%s\n' "$lock" >web/node_modules/.cohong-lock
	fi
	sources=$(cd web && find . ../docs/terms.csv \( -path ./node_modules -o -path ./dist \) -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum)
	if [ "$(cat web/dist/.cohong-sources 2>/dev/null)" != "$sources" ]; then
		say "$(tell "Building the web client" "正在生成网页")"
		(cd web && npm run build --silent) >&2 || die "npm run build failed in web/"
		# the server sends FILE.gz to browsers that take it
		find web/dist -type f -size +1k \( -name '*.js' -o -name '*.css' -o -name '*.html' -o -name '*.svg' \) -exec gzip -9knf {} +
		printf '%s\n' "$sources" >web/dist/.cohong-sources
	fi
}
