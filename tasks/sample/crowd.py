"""Private people: most ordinary, some who share an address, a card or an odd country."""

import random
from collections.abc import Iterable
from datetime import datetime, timedelta

from . import addresses, agents, prompts
from .accounts import ZONES, Account, Registrar
from .schedule import START, Action, Conversation, Group, days, talk, waking

COUNTRIES = ("US", "US", "US", "GB", "GB", "DE", "DE", "FR", "NL", "SE", "CH", "ES", "IT", "PL",
             "CA", "AU", "JP", "IN", "BR", "MX")  # fmt: skip
_MODELS = ("quartz-mini", "quartz-mini", "quartz-large", "quartz-think")


def long_ago(rng: random.Random, most_days: float = 700) -> datetime:
    """Return when an account that is nobody's news was opened."""
    return START - timedelta(days=2 + most_days * rng.random() ** 1.5)


def chat(
    rng: random.Random, group: Group, accounts: Iterable[Account], sessions: tuple[int, ...] = (0, 1, 2, 2, 3)
) -> None:
    """Let each account have a few everyday conversations on each day."""
    for account in accounts:
        options = rng.choice(({}, {"stream": True}, {"temperature": 1.0}))
        model = rng.choice(_MODELS)
        for day in days():
            for _ in range(rng.choice(sessions)):
                at = waking(rng, account, day)
                if at is not None:
                    texts = prompts.daily(rng, rng.choice((1, 2, 2, 3, 3, 4, 5)))
                    conversation = Conversation(rng, model, options=dict(options))
                    group.conversations.append(talk(conversation, account, at, texts))


def private(registrar: Registrar, size: int = 75, recent: int = 9) -> Group:
    """Make unrelated people; a few signed up in the very days of the sample."""
    rng = registrar.rng
    group = Group()
    for number in range(size):
        fresh = START + timedelta(hours=rng.uniform(-40, -30) + 12 * number)
        opened = fresh if number < recent else long_ago(rng)
        group.accounts.append(registrar.open("private", rng.choice(COUNTRIES), opened, agents.usual(rng)))
    chat(rng, group, group.accounts)
    asked = group.accounts[-1]
    at = START + timedelta(hours=10)
    group.actions.append(Action(asked, at, "verify_request", "payment dispute on an old invoice"))
    return group


def expatriates(registrar: Registrar) -> Group:
    """Make people whose declared country is not where they connect from."""
    rng = registrar.rng
    group = Group()
    for declared, residence in (
        ("BR", "DE"),
        ("IN", "GB"),
        ("IT", "CH"),
        ("US", "NL"),
        ("PL", "SE"),
        ("JP", "FR"),
    ):
        account = registrar.open("expatriate", declared, long_ago(rng), agents.usual(rng))
        account.addresses = [registrar.addresses.home(residence)]
        account.timezone = rng.choice(ZONES[residence])
        group.accounts.append(account)
    chat(rng, group, group.accounts)
    return group


def vpn(registrar: Registrar, size: int = 6) -> Group:
    """Make people who share nothing but the exit of one VPN."""
    return _behind(registrar, "vpn", size, registrar.addresses.within(addresses.VPN), COUNTRIES)


def carrier(registrar: Registrar, size: int = 8) -> Group:
    """Make people who share nothing but the address of one mobile carrier."""
    gateway = registrar.addresses.within(addresses.CARRIER)
    return _behind(registrar, "carrier", size, gateway, ("US",))


def _behind(registrar: Registrar, kind: str, size: int, gateway: str, countries: tuple[str, ...]) -> Group:
    rng = registrar.rng
    group = Group()
    for _ in range(size):
        clients = [agents.phone(rng)] if kind == "carrier" else agents.usual(rng)
        account = registrar.open(kind, rng.choice(countries), long_ago(rng), clients)
        account.addresses = [gateway]
        group.accounts.append(account)
    chat(rng, group, group.accounts)
    return group


def families(registrar: Registrar, sizes: tuple[int, ...] = (2, 3, 4)) -> Group:
    """Make households: one card, one home address, at times one device."""
    rng = registrar.rng
    group = Group()
    for size, country in zip(sizes, ("GB", "US", "FR"), strict=True):
        first = registrar.open("family", country, long_ago(rng), agents.usual(rng))
        registrar.pay(first)
        group.accounts.append(first)
        for number in range(1, size):
            opened = first.created_at + timedelta(days=rng.uniform(0.1, 200))
            opened = min(opened, START - timedelta(days=rng.uniform(1, 20)))
            account = registrar.open("family", country, opened, agents.usual(rng))
            registrar.pay(account, first.payment_fingerprint)
            account.addresses, account.signup_ip = first.addresses, first.signup_ip
            account.timezone = first.timezone
            if number == 1:
                account.device_id = first.device_id
                account.user_agents = first.user_agents
            group.accounts.append(account)
    chat(rng, group, group.accounts, sessions=(0, 1, 1, 2))
    return group
