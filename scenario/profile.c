/* Profiles: the same world by other numbers. Some of them change the tables when a world is compiled, and are spent then: a world that was written out again
 * and read again stays what it is. */
#include "base/exact.h"
#include "scenario/inside.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static bool name_of(struct str file, char ret[PROFILE_NAME_MAX])
{
	struct str name = file.n > 4 && str_ends(file, STR(".csv")) ? str_sub(file, 0, file.n - 4) : STR_NONE;
	if (!name.n || name.n >= PROFILE_NAME_MAX)
		return false;
	for (size_t i = 0; i < name.n; i++)
		if (!((name.p[i] >= 'a' && name.p[i] <= 'z') || (name.p[i] >= '0' && name.p[i] <= '9') || name.p[i] == '_' || name.p[i] == '-'))
			return false;
	memcpy(ret, name.p, name.n);
	ret[name.n] = 0;
	return true;
}

int scenario_profiles(const char *folder, char ret[PROFILES_MAX][PROFILE_NAME_MAX])
{
	char path[4096];
	struct dirent **files;
	int n = 0;
	snprintf(path, sizeof path, "%s/profiles", folder);
	int n_files = scandir(path, &files, NULL, by_name);
	for (int i = 0; i < n_files; i++) {
		if (n < PROFILES_MAX && name_of(str_c(files[i]->d_name), ret[n]))
			n++;
		free(files[i]);
	}
	if (n_files >= 0)
		free(files);
	return n;
}

static void spend(struct world *w, const char *key, double neutral)
{
	uint32_t row = world_find(w, W_param, str_c(key));
	if (row != ROW_NONE)
		w->param.micro[row] = ex_round(neutral * 1e6);
}

/* Days are drawn together (or apart) evenly, so that what was slower stays slower. */
struct days {
	double from, until, to_from, to_until;
};

static uint16_t days_as(const struct days *d, uint16_t days)
{
	double wide = d->until - d->from, share = wide > 0 ? (days - d->from) / wide : 0;
	return (uint16_t)ex_round(d->to_from + ex_clamp(share, 0, 1) * (d->to_until - d->to_from));
}

static void move_days(struct world *w)
{
	const struct world_params *k = &w->params;
	struct days d = { 1e9, 0, ex_max(1, k->transit_days_min), k->transit_days_max };
	if (k->transit_days_max <= 0)
		return;
	for (uint32_t r = 0; r < w->rate.t.n; r++) {
		d.from = ex_min(d.from, w->rate.days_min[r]);
		d.until = ex_max(d.until, w->rate.days_max[r]);
	}
	for (uint32_t r = 0; r < w->rate.t.n; r++) {
		w->rate.days_min[r] = days_as(&d, w->rate.days_min[r]);
		w->rate.days_max[r] = days_as(&d, w->rate.days_max[r]);
	}
	for (uint32_t c = 0; c < w->country.t.n; c++)
		w->country.promise_days[c] = days_as(&d, w->country.promise_days[c]);
}

void apply_supply(struct world *w)
{
	const struct world_params *k = &w->params;
	for (uint32_t g = 0; g < w->good.t.n; g++) {
		if (w->good.lead_days[g] > k->lead_days_max)
			w->good.lead_days[g] = (uint16_t)ex_max(0, k->lead_days_max);
		w->good.capacity_day[g] = (uint32_t)ex_clamp((double)ex_round(w->good.capacity_day[g] * k->capacity_scale), 1, 1000000);
	}
	move_days(w);
	spend(w, "lead_days_max", 365);
	spend(w, "capacity_scale", 1);
	spend(w, "transit_days_min", 0);
	spend(w, "transit_days_max", 0);
}
