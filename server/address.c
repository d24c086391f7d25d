#include "server/address.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

bool address_is_loopback(const char *ip)
{
	return strncmp(ip, "127.", 4) == 0 || strcmp(ip, "::1") == 0 || strncmp(ip, "::ffff:127.", 11) == 0;
}

bool address_is_any(const char *ip)
{
	return strcmp(ip, "0.0.0.0") == 0 || strcmp(ip, "::") == 0;
}

static enum address_kind kind_of(const char *interface)
{
	static const char *const bridges[] = { "docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "lxc", "lxd", "cni", "podman", "flannel" };
	char path[64];
	struct stat st;
	for (size_t i = 0; i < sizeof bridges / sizeof *bridges; i++)
		if (strncmp(interface, bridges[i], strlen(bridges[i])) == 0)
			return ADDRESS_BRIDGE;
	snprintf(path, sizeof path, "/sys/class/net/%s/device", interface);
	return stat(path, &st) == 0 ? ADDRESS_CARD : ADDRESS_OTHER;
}

static int by_use(const void *x, const void *y)
{
	const struct address *a = x, *b = y;
	int order = (int)a->kind - (int)b->kind;
	if (!order)
		order = strcmp(a->interface, b->interface);
	return order ? order : strcmp(a->ip, b->ip);
}

int addresses_list(struct address ret[ADDRESSES_MAX])
{
	struct ifaddrs *all;
	int n = 0;
	if (getifaddrs(&all))
		return 0;
	for (struct ifaddrs *i = all; i && n < ADDRESSES_MAX; i = i->ifa_next) {
		unsigned up = IFF_UP | IFF_RUNNING;
		if (!i->ifa_addr || i->ifa_addr->sa_family != AF_INET || (i->ifa_flags & up) != up || i->ifa_flags & IFF_LOOPBACK)
			continue;
		struct sockaddr_in at;
		memcpy(&at, i->ifa_addr, sizeof at);
		struct address a = { 0 };
		inet_ntop(AF_INET, &at.sin_addr, a.ip, sizeof a.ip);
		if (strncmp(a.ip, "169.254.", 8) == 0)
			continue;
		snprintf(a.interface, sizeof a.interface, "%s", i->ifa_name);
		a.kind = kind_of(a.interface);
		ret[n++] = a;
	}
	freeifaddrs(all);
	qsort(ret, (size_t)n, sizeof *ret, by_use);
	return n;
}
