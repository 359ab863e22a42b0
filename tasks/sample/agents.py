"""User agents: the clients that people and programs use."""

import random

PYTHON_SDK = "OpenAI/Python 1.99.9"
REQUESTS = "python-requests/2.32.4"
HTTPX = "python-httpx/0.28.1"
PATCHWRIGHT = "patchwright/0.9.4"

_SYSTEMS = (
    "Windows NT 10.0; Win64; x64", "Macintosh; Intel Mac OS X 10_15_7", "X11; Linux x86_64",
    "X11; Ubuntu; Linux x86_64",
)  # fmt: skip
_PROGRAMS = (
    PYTHON_SDK, "OpenAI/Python 1.102.0", "OpenAI/JS 5.12.2", "OpenAI/JS 4.104.0", HTTPX,
    "node-fetch/1.0", "curl/8.7.1", "Go-http-client/2.0", "okhttp/4.12.0", "axios/1.11.0",
)  # fmt: skip


def browser(rng: random.Random) -> str:
    """Return a desktop browser's user agent."""
    system = rng.choice(_SYSTEMS)
    if rng.random() < 0.3:
        version = rng.randint(134, 142)
        return f"Mozilla/5.0 ({system}; rv:{version}.0) Gecko/20100101 Firefox/{version}.0"
    engine = "AppleWebKit/537.36 (KHTML, like Gecko)"
    return f"Mozilla/5.0 ({system}) {engine} Chrome/{rng.randint(128, 140)}.0.0.0 Safari/537.36"


def phone(rng: random.Random) -> str:
    """Return a mobile browser's user agent."""
    release = f"{rng.randint(16, 18)}_{rng.randint(0, 6)}"
    return (
        f"Mozilla/5.0 (iPhone; CPU iPhone OS {release} like Mac OS X) AppleWebKit/605.1.15 "
        f"(KHTML, like Gecko) Version/{release.replace('_', '.')} Mobile/15E148 Safari/604.1"
    )


def program(rng: random.Random) -> str:
    """Return the user agent of an HTTP library or SDK."""
    return rng.choice(_PROGRAMS)


def usual(rng: random.Random) -> list[str]:
    """Return what one person uses: a browser, at times a phone or a program besides."""
    agents = [browser(rng)]
    if rng.random() < 0.25:
        agents.append(phone(rng))
    if rng.random() < 0.2:
        agents.append(program(rng))
    return agents
