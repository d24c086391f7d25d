#!/bin/sh
# Installs Cohong on Debian 12 (amd64) from this folder, without a network: sudo ./install.sh
#   --lan    then asks for the teacher's password, and opens it to the school's network
# 在 Debian 12（amd64）上离线安装公行：sudo ./install.sh；加 --lan 则随后设置教师密码并向校园网开放
set -e
cd "$(dirname "$0")"
lan=no
for word; do
	case $word in
	--lan) lan=yes ;;
	*) sed -n '2,4s/^# //p' "$0"; exit 2 ;;
	esac
done
fail() {
	printf '%s\n' "$*" >&2
	exit 1
}
[ "$(id -u)" = 0 ] || fail "Run it as root: sudo ./install.sh · 请用 root 运行：sudo ./install.sh"
[ "$(dpkg --print-architecture)" = amd64 ] || fail "This bundle is for amd64. · 此安装包只适用于 amd64。"
grep -q '^VERSION_ID="12"' /etc/os-release || fail "This bundle is for Debian 12. · 此安装包只适用于 Debian 12。"
sha256sum --quiet -c SHA256SUMS || fail "The bundle is damaged: copy it again. · 安装包已损坏，请重新拷贝。"

# those that are missing, or older than what is here
wanted=
for file in packages/*.deb; do
	name=$(dpkg-deb -f "$file" Package)
	has=$(dpkg-query -W -f '${db:Status-Status} ${Version}' "$name" 2>/dev/null || true)
	case $has in
	"installed "*) dpkg --compare-versions "${has#installed }" ge "$(dpkg-deb -f "$file" Version)" && continue ;;
	esac
	wanted="$wanted $file"
done
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086
dpkg --force-confold -i $wanted cohong_*.deb || fail "dpkg could not install it; see above. · 安装失败，原因见上。"

if [ "$lan" = yes ]; then
	if [ -d /run/systemd/system ]; then systemctl stop cohong; fi
	runuser -u cohong -- cohong user set-up
	sed -i 's/^lan = no$/lan = yes/' /etc/cohong/cohong.conf
fi
if [ -d /run/systemd/system ] && ! systemctl start cohong; then
	journalctl -u cohong -n 20 --no-pager >&2 || true
	fail "Installed, but it did not start; see above, and: sudo -u cohong cohong doctor · 已安装，但没有启动；原因见上，或执行 sudo -u cohong cohong doctor"
fi
runuser -u cohong -- cohong doctor || true
echo
echo "Installed. Settings: /etc/cohong/cohong.conf; start and stop: systemctl start|stop cohong; help: /usr/share/doc/cohong/running.md"
echo "安装完成。设置：/etc/cohong/cohong.conf；启动/停止：systemctl start|stop cohong；说明：/usr/share/doc/cohong/running.md"
