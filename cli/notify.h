/* notify.h: what systemd is told of the server, by the socket that it names in NOTIFY_SOCKET (Type=notify; see sd_notify(3)). */
#ifndef CLI_NOTIFY_H
#define CLI_NOTIFY_H

/* "READY=1" once requests are answered, "STOPPING=1" when the end has begun. Nothing happens where nobody asked to be told. */
void notify_system(const char *state);
#endif
