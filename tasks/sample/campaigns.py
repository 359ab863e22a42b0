"""The two campaigns: many accounts under one hand, once careless and once careful."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from . import agents, prompts
from .accounts import Account, Registrar
from .dice import dice
from .harvest import LanternText, QuarryText
from .schedule import END, REFUSED, START, Action, Conversation, Group, any_time, days, gap, talk

_DAY_2 = datetime(2026, 9, 8, tzinfo=UTC)
_COUNTRIES = ("US", "US", "GB", "DE", "FR", "NL", "CA", "AU", "JP", "ES", "PL", "BR")
_LANTERN_CLIENTS: tuple[dict[str, Any], ...] = (
    {},
    {"max_tokens": 4096},
    {"temperature": 0.7},
    {"stream": True},
)


class Crew:
    """Deals work out to the accounts of a campaign, the least loaded first."""

    def __init__(self, rng: random.Random, accounts: list[Account], shift: float, refused: float) -> None:
        """Let each account work ``shift`` hours a day, the shifts spread over the clock.

        ``refused`` is how often a conversation changes hands because the account was
        refused, and not to level the load.
        """
        self._rng, self._shift, self._refused = rng, shift, refused
        self._starts = {a.account_id: 24 * n / len(accounts) for n, a in enumerate(accounts)}
        self._load = {a.account_id: 0.0 for a in accounts}
        self._accounts = accounts

    def take(self, at: datetime, besides: Account | None = None) -> Account | None:
        """Return the account to send with at that moment, or None if nobody can."""
        able = [a for a in self._accounts if a is not besides and a.active(at) and self._on(a, at)]
        if not able:
            return None
        least = min(able, key=lambda a: self._load[a.account_id] + self._rng.random() * 3)
        self._load[least.account_id] += 1
        return least

    def relay(
        self,
        conversation: Conversation,
        account: Account,
        at: datetime,
        texts: Sequence[str],
        handed: float,
    ) -> None:
        """Play a conversation that is handed to another account with the likelihood given."""
        rng = conversation.rng
        change = rng.randint(1, len(texts) - 1) if rng.random() < handed else None
        for number, text in enumerate(texts):
            if not account.active(at):
                return
            successor = self.take(at, besides=account) if number == change else None
            if successor is None:
                conversation.add(at, account, text)
            elif rng.random() < self._refused:
                conversation.add(at, account, text, fate=REFUSED)
                at += gap(rng, 15, 150)
                conversation.add(at, successor, None)
            else:
                conversation.add(at, successor, text)
            account = successor or account
            at += gap(rng)

    def _on(self, account: Account, at: datetime) -> bool:
        hour = at.hour + at.minute / 60
        return (hour - self._starts[account.account_id]) % 24 < self._shift


def quarry(registrar: Registrar, size: int = 28, singles: int = 480, talks: int = 185) -> Group:
    """Make the careless campaign: shared cards, hosting addresses, one scaffold, one queue."""
    rng = registrar.rng
    group = Group(_quarry_accounts(registrar, size))
    for caught in rng.sample(group.accounts, 3):
        at = _DAY_2 + timedelta(hours=rng.uniform(13, 16))
        caught.suspended = (at, END)
        reason = "automated extraction: same work order template as other suspended accounts"
        group.actions.append(Action(caught, at, "suspend", reason))
    text, crew = QuarryText(rng), Crew(rng, group.accounts, shift=24, refused=1.0)
    for number in range(singles + talks):
        at = any_time(rng)
        account = crew.take(at)
        if account is None:
            continue
        model = rng.choice(("quartz-think", "quartz-large", "quartz-large"))
        conversation = Conversation(rng, model, options={"max_tokens": 4096, "temperature": 0.2})
        group.conversations.append(conversation)
        if number < singles:
            conversation.add(at, account, text.opening())
        else:
            texts = [text.opening(), *(text.follow_up() for _ in range(rng.randint(1, 3)))]
            crew.relay(conversation, account, at, texts, handed=0.7)
    return group


def lantern(registrar: Registrar, size: int = 22) -> Group:
    """Make the careful campaign: nothing shared at sign-up, conversations that wander."""
    rng = registrar.rng
    group = Group(_lantern_accounts(registrar, size))
    crew = Crew(rng, group.accounts, shift=11, refused=0.75)
    text = LanternText(rng)
    for number in range(150):
        at = any_time(rng)
        account = crew.take(at)
        if account is None:
            continue
        texts = [text.opening(), *(text.follow_up() for _ in range(rng.randint(1, 3)))]
        conversation = _lantern_conversation(rng, account)
        crew.relay(conversation, account, at, texts, handed=number % 5 > 0)
        group.conversations.append(conversation)
    for account in group.accounts:
        _cover(rng, group, account)
    return group


def _cover(rng: random.Random, group: Group, account: Account) -> None:
    """Let an account also look like anybody's."""
    for _ in days():
        at = any_time(rng)
        if account.active(at) and rng.random() < 0.9:
            conversation = _lantern_conversation(rng, account)
            texts = prompts.daily(rng, rng.randint(1, 4))
            group.conversations.append(talk(conversation, account, at, texts))


def _quarry_accounts(registrar: Registrar, size: int) -> list[Account]:
    rng = registrar.rng
    doors = [registrar.addresses.hosted() for _ in range(10)]
    cards = [(registrar.token("pf_"), country) for country in ("US", "GB", "US", "DE")]
    devices = [registrar.token("dv_") for _ in range(9)]
    accounts = []
    for number in range(size):
        opened = START - timedelta(hours=9) + timedelta(hours=rng.uniform(0, 22))
        agent = rng.choice((agents.REQUESTS, agents.HTTPX, agents.PYTHON_SDK))
        account = registrar.open("quarry", rng.choice(("US", "GB", "DE")), opened, [agent])
        card, country = cards[number % len(cards)]
        registrar.pay(account, card)
        account.campaign = "quarry"
        account.payment_country = country
        word = "".join(filter(str.isalpha, registrar.name()))
        account.email = f"{word}{rng.randint(1000, 9999)}@outlook.com"
        account.device_id = rng.choice(devices)
        account.addresses = rng.sample(doors, 3)
        account.signup_ip = account.addresses[0]
        account.signup_user_agent = agents.browser(dice("quarry", number % 4))
        accounts.append(account)
    return accounts


def _lantern_accounts(registrar: Registrar, size: int) -> list[Account]:
    rng = registrar.rng
    accounts: list[Account] = []
    seen: set[str] = set()
    while len(accounts) < size:
        agent = agents.program(rng) if rng.random() < 0.3 else agents.browser(rng)
        if agent in seen:
            continue
        seen.add(agent)
        opened = START - timedelta(hours=42) + timedelta(hours=rng.uniform(0, 58))
        account = registrar.open("lantern", rng.choice(_COUNTRIES), opened, [agent])
        registrar.pay(account)
        account.campaign = "lantern"
        if rng.random() < 0.5:
            account.addresses.append(registrar.addresses.home(account.declared_country))
        accounts.append(account)
    return accounts


def _lantern_conversation(rng: random.Random, account: Account) -> Conversation:
    """Return an empty conversation with the client settings that the account always has."""
    own = dice(account.account_id)
    options = dict(own.choice(_LANTERN_CLIENTS))
    return Conversation(rng, rng.choice(("quartz-large", "quartz-think")), options=options)
