#include "server/tls.h"
#include "server/address.h"
#include "base/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CA_DAYS = 3650, SERVER_DAYS = 397, RENEW_DAYS = 30, NAMES_MAX = 4000 };

static enum problem_code fault(const char *what, struct problem *p)
{
	char why[90];
	unsigned long e = ERR_get_error();
	ERR_error_string_n(e, why, sizeof why);
	ERR_clear_error();
	return problem_set(p, PROBLEM_FILE_UNREADABLE, "", what, e ? why : strerror(errno), NULL);
}

/* ---- files ---- */

static bool write_pem(const char *path, X509 *cert, EVP_PKEY *key)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, key ? 0600 : 0644);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "w");
	if (!f)
		return false;
	bool well = key ? PEM_write_PrivateKey(f, key, NULL, NULL, 0, NULL, NULL) == 1 : PEM_write_X509(f, cert) == 1;
	return fclose(f) == 0 && well;
}

static X509 *read_cert(const char *path)
{
	FILE *f = fopen(path, "re");
	X509 *cert = f ? PEM_read_X509(f, NULL, NULL, NULL) : NULL;
	if (f)
		fclose(f);
	return cert;
}

static EVP_PKEY *read_key(const char *path)
{
	FILE *f = fopen(path, "re");
	EVP_PKEY *key = f ? PEM_read_PrivateKey(f, NULL, NULL, NULL) : NULL;
	if (f)
		fclose(f);
	return key;
}

/* ---- certificates ---- */

static bool extend(X509 *cert, X509 *issuer, int nid, const char *value)
{
	X509V3_CTX ctx;
	X509V3_set_ctx_nodb(&ctx);
	X509V3_set_ctx(&ctx, issuer, cert, NULL, NULL, 0);
	X509_EXTENSION *e = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
	bool well = e && X509_add_ext(cert, e, -1);
	X509_EXTENSION_free(e);
	return well;
}

/* An unsigned certificate with a random number, from yesterday on: clocks in a school differ. */
static X509 *blank(EVP_PKEY *key, const char *name, int days)
{
	X509 *cert = X509_new();
	unsigned char serial[16];
	BIGNUM *n = RAND_bytes(serial, sizeof serial) == 1 ? (serial[0] &= 0x7f, BN_bin2bn(serial, sizeof serial, NULL)) : NULL;
	bool well = cert && n && X509_set_version(cert, 2) && BN_to_ASN1_INTEGER(n, X509_get_serialNumber(cert)) &&
		    X509_gmtime_adj(X509_getm_notBefore(cert), -86400L) && X509_gmtime_adj(X509_getm_notAfter(cert), 86400L * days) && X509_set_pubkey(cert, key) &&
		    X509_NAME_add_entry_by_txt(X509_get_subject_name(cert), "O", MBSTRING_UTF8, (const unsigned char *)"Cohong", -1, -1, 0) &&
		    X509_NAME_add_entry_by_txt(X509_get_subject_name(cert), "CN", MBSTRING_UTF8, (const unsigned char *)name, -1, -1, 0);
	BN_free(n);
	if (well)
		return cert;
	X509_free(cert);
	return NULL;
}

static bool make_ca(const char *cert_path, const char *key_path, const char *host, X509 **ret_cert, EVP_PKEY **ret_key)
{
	char name[64];
	snprintf(name, sizeof name, "Cohong %.40s", host);
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *cert = key ? blank(key, name, CA_DAYS) : NULL;
	bool well = cert && X509_set_issuer_name(cert, X509_get_subject_name(cert)) && extend(cert, cert, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
		    extend(cert, cert, NID_key_usage, "critical,keyCertSign,cRLSign") && extend(cert, cert, NID_subject_key_identifier, "hash") &&
		    X509_sign(cert, key, EVP_sha256()) && write_pem(key_path, NULL, key) && write_pem(cert_path, cert, NULL);
	if (!well) {
		X509_free(cert);
		EVP_PKEY_free(key);
		return false;
	}
	*ret_cert = cert;
	*ret_key = key;
	return true;
}

static bool make_server(const char *cert_path, const char *key_path, const char *host, const char *names, X509 *ca, EVP_PKEY *ca_key)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *cert = key ? blank(key, host, SERVER_DAYS) : NULL;
	bool well = cert && X509_set_issuer_name(cert, X509_get_subject_name(ca)) && extend(cert, ca, NID_basic_constraints, "critical,CA:FALSE") &&
		    extend(cert, ca, NID_key_usage, "critical,digitalSignature") && extend(cert, ca, NID_ext_key_usage, "serverAuth") &&
		    extend(cert, ca, NID_subject_alt_name, names) && extend(cert, ca, NID_authority_key_identifier, "keyid") && X509_sign(cert, ca_key, EVP_sha256()) &&
		    write_pem(key_path, NULL, key) && write_pem(cert_path, cert, NULL);
	X509_free(cert);
	EVP_PKEY_free(key);
	return well;
}

/* "DNS:host,DNS:localhost,IP:192.168.1.20,…" */
static void names_of(const char *host, const char *listen, struct buf *out)
{
	struct address at[ADDRESSES_MAX];
	int n = addresses_list(at);
	buf_printf(out, "DNS:localhost,IP:127.0.0.1");
	if (*host && strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-") == strlen(host))
		buf_printf(out, ",DNS:%s,DNS:%s.local", host, host);
	bool listed = address_is_any(listen) || address_is_loopback(listen);
	for (int i = 0; i < n; i++) {
		if (at[i].kind != ADDRESS_BRIDGE || strcmp(at[i].ip, listen) == 0)
			buf_printf(out, ",IP:%s", at[i].ip);
		listed = listed || strcmp(at[i].ip, listen) == 0;
	}
	if (!listed)
		buf_printf(out, ",IP:%s", listen);
	buf_char(out, 0);
}

/* The names that a certificate was made for stand beside it. */
static bool same_names(const char *path, const char *names)
{
	char stands[NAMES_MAX + 1];
	FILE *f = fopen(path, "re");
	size_t n = f ? fread(stands, 1, NAMES_MAX, f) : 0;
	if (f)
		fclose(f);
	stands[n] = 0;
	return f && strcmp(stands, names) == 0;
}

static bool write_text(const char *path, const char *text)
{
	FILE *f = fopen(path, "we");
	if (!f)
		return false;
	bool well = fputs(text, f) >= 0;
	return fclose(f) == 0 && well;
}

static bool lasts(X509 *cert, int days)
{
	time_t then = time(NULL) + (time_t)days * 86400;
	return cert && X509_cmp_time(X509_get0_notAfter(cert), &then) > 0;
}

enum problem_code tls_make(const char *folder, const char *listen, struct problem *p)
{
	struct arena a;
	struct buf names;
	char host[256] = "";
	arena_init(&a, 0);
	buf_init(&names, NAMES_MAX);
	gethostname(host, sizeof host - 1);
	names_of(host, listen, &names);
	const char *ca_path = arena_printf(&a, "%s/ca.crt", folder).p, *ca_key_path = arena_printf(&a, "%s/ca.key", folder).p;
	const char *cert_path = arena_printf(&a, "%s/server.crt", folder).p, *key_path = arena_printf(&a, "%s/server.key", folder).p;
	const char *names_path = arena_printf(&a, "%s/names", folder).p;
	enum problem_code code = PROBLEM_NONE;
	X509 *ca = NULL, *cert = NULL;
	EVP_PKEY *ca_key = NULL;
	if (mkdir(folder, 0700) && errno != EEXIST) {
		code = fault(folder, p);
		goto out;
	}
	ca = read_cert(ca_path);
	ca_key = read_key(ca_key_path);
	cert = read_cert(cert_path);
	ERR_clear_error();
	if (ca && ca_key && cert && lasts(ca, RENEW_DAYS) && lasts(cert, RENEW_DAYS) && same_names(names_path, names.p) && access(key_path, R_OK) == 0)
		goto out;
	if (!ca || !ca_key || !lasts(ca, RENEW_DAYS)) {
		X509_free(ca);
		EVP_PKEY_free(ca_key);
		ca = NULL;
		ca_key = NULL;
		if (!make_ca(ca_path, ca_key_path, host, &ca, &ca_key)) {
			code = fault(ca_path, p);
			goto out;
		}
	}
	if (!make_server(cert_path, key_path, host, names.p, ca, ca_key) || !write_text(names_path, names.p))
		code = fault(cert_path, p);
out:
	X509_free(ca);
	X509_free(cert);
	EVP_PKEY_free(ca_key);
	buf_fini(&names);
	arena_fini(&a);
	return code;
}

enum problem_code tls_context(const char *cert, const char *key, struct ssl_ctx_st **ret, struct problem *p)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());
	if (!ctx)
		return fault("TLS", p);
	SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION);
	SSL_CTX_set_options(ctx, SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
	SSL_CTX_set_mode(ctx, SSL_MODE_RELEASE_BUFFERS);
	if (SSL_CTX_use_certificate_chain_file(ctx, cert) != 1) {
		SSL_CTX_free(ctx);
		return fault(cert, p);
	}
	if (SSL_CTX_use_PrivateKey_file(ctx, key, SSL_FILETYPE_PEM) != 1 || SSL_CTX_check_private_key(ctx) != 1) {
		SSL_CTX_free(ctx);
		return fault(key, p);
	}
	*ret = ctx;
	return PROBLEM_NONE;
}

void tls_context_free(struct ssl_ctx_st *ctx)
{
	SSL_CTX_free(ctx);
}
