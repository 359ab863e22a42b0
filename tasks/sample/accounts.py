"""Accounts: what sign-up and billing know of them, and where they come from."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from hashlib import sha256

from .addresses import Addresses

ZONES = {
    "US": ("America/New_York", "America/Chicago", "America/Los_Angeles"),
    "GB": ("Europe/London",), "DE": ("Europe/Berlin",), "FR": ("Europe/Paris",),
    "NL": ("Europe/Amsterdam",), "SE": ("Europe/Stockholm",), "CH": ("Europe/Zurich",),
    "ES": ("Europe/Madrid",), "IT": ("Europe/Rome",), "PL": ("Europe/Warsaw",),
    "CA": ("America/Toronto", "America/Vancouver"), "AU": ("Australia/Sydney",),
    "JP": ("Asia/Tokyo",), "IN": ("Asia/Kolkata",), "BR": ("America/Sao_Paulo",),
    "MX": ("America/Mexico_City",),
}  # fmt: skip

# Ranges that the numbering authorities keep free for fiction; elsewhere no phone is given.
_FICTIONAL_PHONES = {
    "US": ("+1212555", 100, 199, 4), "CA": ("+1604555", 100, 199, 4),
    "GB": ("+447700900", 0, 999, 3), "FR": ("+33639980", 0, 999, 3),
    "DE": ("+493023125", 0, 999, 3), "SE": ("+467017406", 5, 99, 2),
}  # fmt: skip

_FREEMAIL = ("gmail.com", "outlook.com", "proton.me", "yahoo.com", "gmx.net", "icloud.com")
_SYLLABLES = ("ba", "del", "fi", "gor", "hul", "ka", "lem", "mi", "nor", "op", "qua", "ris", "sol",
              "tam", "ul", "vek", "wim", "xe", "yor", "zan")  # fmt: skip


@dataclass
class Account:
    """One billing identity; the first fields are the columns of the accounts table."""

    account_id: str
    organization: str | None
    created_at: datetime
    email: str
    phone: str | None
    declared_country: str
    billing_country: str | None
    payment_country: str | None
    nationality: str | None
    payment_fingerprint: str | None
    device_id: str
    signup_ip: str
    signup_user_agent: str
    timezone: str
    plan: str
    verification_level: str
    id_document_hash: str | None
    verified_at: datetime | None
    kind: str = ""
    campaign: str = ""
    addresses: list[str] = field(default_factory=list)
    user_agents: list[str] = field(default_factory=list)
    suspended: tuple[datetime, datetime] | None = None

    def active(self, at: datetime) -> bool:
        """Tell whether the account can send at that moment."""
        settled = self.created_at + timedelta(minutes=4)
        paused = self.suspended is not None and self.suspended[0] <= at < self.suspended[1]
        return settled <= at and not paused


_NOT_COLUMNS = ("kind", "campaign", "addresses", "user_agents", "suspended")
COLUMNS = tuple(f.name for f in fields(Account) if f.name not in _NOT_COLUMNS)


class Registrar:
    """Makes accounts whose ids, mail addresses, phones, cards and devices do not collide."""

    def __init__(self, rng: random.Random) -> None:
        """Draw with the generator given."""
        self.rng = rng
        self.addresses = Addresses(rng)
        self._seen: set[str] = set()

    def token(self, prefix: str, digits: int = 16) -> str:
        """Return a fresh opaque id."""
        return self._fresh(lambda: f"{prefix}{self.rng.getrandbits(digits * 4):0{digits}x}")

    def name(self) -> str:
        """Return a made-up local part of a mail address."""
        word = "".join(self.rng.sample(_SYLLABLES, 3))
        return self._fresh(
            lambda: f"{word}{self.rng.choice(('', '.', '_'))}{self.rng.choice(_SYLLABLES)}{self.rng.randint(2, 9999)}"
        )

    def phone(self, country: str) -> str | None:
        """Return a fresh fictional number in E.164, or none where no range is set aside."""
        if country not in _FICTIONAL_PHONES:
            return None
        prefix, low, high, width = _FICTIONAL_PHONES[country]
        return self._fresh(lambda: f"{prefix}{self.rng.randint(low, high):0{width}d}")

    def open(self, kind: str, country: str, created_at: datetime, agents: list[str]) -> Account:
        """Open an ordinary private account; callers change what is special about theirs."""
        home = self.addresses.home(country)
        paid = self.rng.random() < 0.55
        phone = self.phone(country) if self.rng.random() < 0.75 else None
        account = Account(
            account_id=self.token("acct-", 10), organization=None, created_at=created_at,
            email=f"{self.name()}@{self.rng.choice(_FREEMAIL)}", phone=phone,
            declared_country=country, billing_country=None, payment_country=None, nationality=None,
            payment_fingerprint=None, device_id=self.token("dv_"), signup_ip=home,
            signup_user_agent=agents[0], timezone=self.rng.choice(ZONES[country]),
            plan="free", verification_level="phone" if phone else "email",
            id_document_hash=None, verified_at=None, kind=kind, addresses=[home],
            user_agents=agents,
        )  # fmt: skip
        if paid:
            self.pay(account)
        if self.rng.random() < 0.08:
            self.identify(account)
        return account

    def pay(self, account: Account, fingerprint: str | None = None, plan: str = "payg") -> None:
        """Give the account a payment instrument, its own unless one is named."""
        account.payment_fingerprint = fingerprint or self.token("pf_")
        account.plan = plan
        account.billing_country = account.payment_country = account.declared_country

    def identify(self, account: Account) -> None:
        """Let the account show an identity document some days after it was opened."""
        account.verification_level = "id"
        account.nationality = account.declared_country
        account.id_document_hash = sha256(self.token("doc").encode()).hexdigest()
        account.verified_at = account.created_at + timedelta(hours=self.rng.uniform(1, 40))

    def _fresh(self, draw: Callable[[], str]) -> str:
        for _ in range(5000):
            text = draw()
            if text not in self._seen:
                self._seen.add(text)
                return text
        raise ValueError("no fresh value left to draw")
