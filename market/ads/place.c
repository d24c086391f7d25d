/* Where sponsored places stand on a page. */
#include "market/ads/ads.h"

const int ad_position[AD_PLACES] = { 0, 1, 16, 33 };

int ad_place_at(int position)
{
	for (int s = 0; s < AD_PLACES; s++)
		if (ad_position[s] == position)
			return s;
	return -1;
}

int ad_organic_at(int position)
{
	int before = 0;
	while (before < AD_PLACES && ad_position[before] < position)
		before++;
	return position - before;
}

int ad_position_of(int organic)
{
	int position = organic;
	for (int s = 0; s < AD_PLACES && ad_position[s] <= position; s++)
		position++;
	return position;
}
