"""Address ranges to draw clients from: real public ranges, made-up hosts in them.

A few well-known hosters and access providers, so that an enrichment with ASN and
country finds what it would find in life.
"""

import random
from ipaddress import IPv4Address

_Range = tuple[str, str]

# provider: first and last address
HOSTING: dict[str, _Range] = {
    "OVH": ("51.254.0.0", "51.255.255.255"),
    "Hetzner": ("49.12.0.0", "49.13.255.255"),
    "DigitalOcean": ("68.183.0.0", "68.183.255.255"),
    "Akamai Linode": ("172.104.4.0", "172.105.255.255"),
    "Vultr": ("45.76.0.0", "45.77.255.255"),
    "Scaleway": ("51.158.0.0", "51.159.255.255"),
    "Contabo": ("161.97.64.0", "161.97.189.255"),
    "Leaseweb": ("95.211.0.0", "95.211.255.255"),
}
VPN: _Range = ("146.70.8.0", "146.70.215.255")  # M247
CAMPUS: _Range = ("193.60.0.0", "193.63.255.255")  # Jisc
CARRIER: _Range = ("172.32.0.0", "172.63.255.255")  # T-Mobile US

# country: access ranges
ACCESS: dict[str, tuple[_Range, ...]] = {
    "US": (("73.0.0.0", "73.255.255.255"), ("71.97.212.0", "71.127.255.255")),
    "GB": (("86.128.0.0", "86.191.255.255"), ("82.0.0.0", "82.20.255.255")),
    "DE": (("79.192.0.0", "79.255.255.255"), ("89.244.0.0", "89.247.219.255")),
    "FR": (("90.0.0.0", "90.36.127.255"), ("82.224.0.0", "82.255.255.255")),
    "NL": (("77.160.0.0", "77.175.255.255"),),
    "SE": (("78.64.0.0", "78.79.255.255"),),
    "CH": (("178.192.0.0", "178.199.255.255"),),
    "ES": (("83.32.0.0", "83.63.255.255"),),
    "IT": (("79.0.0.0", "79.63.255.255"),),
    "PL": (("79.184.0.0", "79.191.255.255"),),
    "CA": (("99.224.0.0", "99.255.255.255"), ("70.48.0.0", "70.55.255.255")),
    "AU": (("1.120.0.0", "1.159.255.255"),),
    "JP": (("153.128.0.0", "153.253.255.255"), ("106.128.0.0", "106.191.255.255")),
    "IN": (("117.192.0.0", "117.255.255.255"),),
    "BR": (("191.176.0.0", "191.185.223.255"),),
    "MX": (("187.130.0.0", "187.141.41.255"),),
}


class Addresses:
    """Hands out addresses, each one only once."""

    def __init__(self, rng: random.Random) -> None:
        """Draw with the generator given."""
        self._rng = rng
        self._taken: set[str] = set()

    def within(self, span: _Range) -> str:
        """Return a fresh address of a range; not one that looks like a network's edge."""
        low, high = (int(IPv4Address(end)) for end in span)
        while True:
            number = self._rng.randint(low, high)
            text = str(IPv4Address(number))
            if number % 256 not in (0, 255) and text not in self._taken:
                self._taken.add(text)
                return text

    def home(self, country: str) -> str:
        """Return a fresh address at an access provider of a country."""
        return self.within(self._rng.choice(ACCESS[country]))

    def hosted(self) -> str:
        """Return a fresh address at one of the hosters."""
        return self.within(self._rng.choice(list(HOSTING.values())))
