/* address.h: at which addresses others on the network find this computer. */
#ifndef SERVER_ADDRESS_H
#define SERVER_ADDRESS_H
#include <stdbool.h>

enum { ADDRESSES_MAX = 16 };
enum address_kind {
	ADDRESS_CARD,   /* of a network card */
	ADDRESS_OTHER,  /* a tunnel and the like */
	ADDRESS_BRIDGE, /* of containers or virtual machines on this computer: of no use to others */
};
struct address {
	char ip[46], interface[16];
	enum address_kind kind;
};
/* IPv4 addresses that are up, without loopback and link-local ones; cards first, bridges last. */
int addresses_list(struct address ret[ADDRESSES_MAX]);
/* 127.…, ::1. */
bool address_is_loopback(const char *ip);
/* 0.0.0.0 or ::, that is: all of them. */
bool address_is_any(const char *ip);
#endif
