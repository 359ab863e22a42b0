"""Honest groups that look like one hand: a company, a campus, a tool, a hackathon, a benchmark."""

import random
from datetime import UTC, datetime, timedelta

from . import addresses, agents, prompts
from .accounts import Account, Registrar
from .crowd import COUNTRIES, chat, long_ago
from .schedule import (
    OVERLOADED,
    REFUSED,
    START,
    Action,
    Conversation,
    Group,
    any_time,
    days,
    gap,
    talk,
    waking,
)

_OFFICE_HOURS = (8, 18)
_HACK_START = datetime(2026, 9, 8, 9, tzinfo=UTC)


def company(registrar: Registrar, seats: int = 18, tickets: int = 60) -> Group:
    """Make a company: one payer, one door, and a gateway with two service accounts."""
    rng = registrar.rng
    door, card = registrar.addresses.home("DE"), registrar.token("pf_")
    group = Group()
    for number in range(seats):
        opened = START - timedelta(days=20 + 540 * number / seats + rng.uniform(0, 20))
        account = registrar.open("company", "DE", opened, agents.usual(rng))
        registrar.pay(account, card, plan="team")
        account.organization = "Pellucid Freight GmbH"
        account.email = f"{registrar.name()}@pellucidfreight.example"
        account.addresses, account.signup_ip = [door], door
        group.accounts.append(account)
    services, people = group.accounts[:2], group.accounts[2:]
    for service in services:
        service.user_agents = [agents.PYTHON_SDK]
    for _ in range(tickets):
        texts = prompts.company(rng, "ticket", rng.randint(2, 5))
        ticket = Conversation(rng, "quartz-mini", system=prompts.COMPANY_SYSTEM)
        group.conversations.append(_fail_over(rng, ticket, services, texts))
    for account in people:
        _work(rng, group, account)
    return group


def _fail_over(rng: random.Random, ticket: Conversation, services: list[Account], texts: list[str]) -> Conversation:
    """Move a conversation to the other service account whenever one is refused."""
    at, service = any_time(rng), rng.choice(services)
    for text in texts:
        if rng.random() < 0.3:
            fate = rng.choice((REFUSED, REFUSED, OVERLOADED))
            ticket.add(at, service, text, fate=fate)
            service = services[1 - services.index(service)]
            ticket.add(at + timedelta(seconds=rng.uniform(1, 3)), service, None)
        else:
            ticket.add(at, service, text)
        at += gap(rng)
    return ticket


def _work(rng: random.Random, group: Group, account: Account) -> None:
    for day in days():
        at = waking(rng, account, day, _OFFICE_HOURS)
        if at is not None and rng.random() < 0.8:
            texts = prompts.company(rng, "desk", rng.randint(1, 4))
            conversation = Conversation(rng, "quartz-large", options={"stream": True})
            group.conversations.append(talk(conversation, account, at, texts))


def campus(registrar: Registrar, size: int = 24) -> Group:
    """Make students of one course: same assignments word for word, shared addresses."""
    rng = registrar.rng
    doors = [registrar.addresses.within(addresses.CAMPUS) for _ in range(3)]
    group = Group()
    for _ in range(size):
        account = registrar.open("campus", "GB", long_ago(rng, 350), agents.usual(rng))
        if account.payment_fingerprint is None and rng.random() < 0.6:
            registrar.pay(account)
        account.email = f"{registrar.name()}@students.eastmoor.edu.example"
        account.addresses = [*rng.sample(doors, 2), account.signup_ip]
        group.accounts.append(account)
        for day in days():
            at = waking(rng, account, day, (9, 23))
            if at is not None and rng.random() < 0.9:
                conversation = Conversation(rng, "quartz-large")
                texts = prompts.homework(rng, rng.randint(1, 4))
                group.conversations.append(talk(conversation, account, at, texts))
    chat(rng, group, group.accounts, sessions=(0, 0, 1))
    return group


def tool_users(registrar: Registrar, size: int = 20) -> Group:
    """Make strangers who use one open-source tool and so share its system prompt."""
    rng = registrar.rng
    group = Group()
    for _ in range(size):
        client = [agents.PATCHWRIGHT]
        account = registrar.open("tool", rng.choice(COUNTRIES), long_ago(rng, 400), client)
        account.signup_user_agent = agents.browser(rng)
        group.accounts.append(account)
        for day in days():
            for _ in range(rng.choice((0, 1, 1, 2))):
                at = waking(rng, account, day)
                if at is not None:
                    group.conversations.append(_tool_session(rng, account, at))
    return group


def _tool_session(rng: random.Random, account: Account, at: datetime) -> Conversation:
    """Ask, hand the model the file that it wants to read, go on."""
    options = {"tools": [prompts.TOOL_SCHEMA], "temperature": 0.0}
    session = Conversation(rng, "quartz-large", system=prompts.TOOL_SYSTEM, options=options)
    first, *rest = prompts.tool(rng, rng.randint(1, 3))
    session.add(at, account, first)
    at += gap(rng, 12, 30)
    session.add(at, account, prompts.tool_result(rng), role="tool")
    return talk(session, account, at + gap(rng), rest)


def hackathon(registrar: Registrar, size: int = 16) -> Group:
    """Make a team event: sign-ups within two hours at one address, one starter kit."""
    rng = registrar.rng
    door = registrar.addresses.home("NL")
    group = Group()
    for _ in range(size):
        opened = _HACK_START + timedelta(minutes=rng.uniform(0, 110))
        account = registrar.open("hackathon", "NL", opened, agents.usual(rng))
        registrar.pay(account)
        account.addresses, account.signup_ip = [door], door
        group.accounts.append(account)
    _mistaken_suspension(group, group.accounts[3])
    for account in group.accounts:
        system, hours = prompts.hack_system(rng), rng.sample(range(2, 37), 5)
        for hour in hours:
            at = _HACK_START + timedelta(hours=hour + rng.random())
            if account.active(at) and account.active(at + timedelta(hours=1)):
                conversation = Conversation(rng, "quartz-mini", system=system)
                texts = prompts.hack(rng, rng.randint(1, 4))
                group.conversations.append(talk(conversation, account, at, texts))
    return group


def _mistaken_suspension(group: Group, account: Account) -> None:
    start, end = _HACK_START + timedelta(hours=5), _HACK_START + timedelta(hours=23)
    account.suspended = (start, end)
    group.actions += [
        Action(account, start, "suspend", "burst of sign-ups at one address"),
        Action(account, end, "reinstate", "hackathon confirmed by its host"),
    ]


def researchers(registrar: Registrar, items: int = 240) -> Group:
    """Make two strangers who run the same public benchmark, each in one go."""
    rng = registrar.rng
    group = Group()
    questions = prompts.benchmark(rng, items)
    for country, hours in (("CH", 15.2), ("US", 59.6)):
        client = [agents.PYTHON_SDK]
        account = registrar.open("researcher", country, long_ago(rng, 500), client)
        registrar.pay(account)
        group.accounts.append(account)
        at = START + timedelta(hours=hours)
        for question in questions:
            options = {"temperature": 0.0, "max_tokens": 256}
            conversation = Conversation(rng, "quartz-large", options=options)
            group.conversations.append(talk(conversation, account, at, [question]))
            at += gap(rng, 3, 8)
    chat(rng, group, group.accounts, sessions=(0, 1))
    return group
