"""Those under one hand: extraction campaigns at three levels of care, and the neighbours that extract nothing.

`reported` is what DOMAIN.md gathers of published campaigns (26 exchanges an account-day, identity isolation, sticky
routing with failover, levelled use, cover traffic, replacement after bans, half of the traffic on a new model within a
day). `careless` shares what it could keep apart, `hidden` keeps apart all that it can: what cannot be hidden is that
one queue is dealt out, that the load is level, and that all stop and turn to a new model together.
"""

from tasks.simulator.kinds import ALL, NONE, Kind

DISTILLATION = {
    "careless": Kind(
        kind="campaign", label="distillation", level="careless",
        payer=(8, 60), device=(3, 25), document=(2, 20), free=(0, 0.2), mail="own", signup=(0.1, 3), age=(-2, 30),
        place="hosting", addresses=(3, 15), shared=(0.85, 1), active=(0.95, 1), weekend=(0.9, 1),
        conversations=(8, 14), turns=(1.2, 3), think=(3, 25), hours="flat", dealt=True, begins=(-20, 1.5),
        pauses=(1, 3), client="group", scaffold="group", scaffolded=(0.9, 1), elicits=(0.7, 1), topic="queue",
        repeats=(0, 0.02), popular=NONE, cover=(0, 0.1), shape="produce", adopts=(0.3, 0.9), refused=(0.02, 0.06),
        failover=(0.5, 0.95), drift=(0, 0.01), banned=(0, 0.1), replaced=True,
    ),
    "reported": Kind(
        kind="campaign", label="distillation", level="reported",
        payer=(1, 4.5), device=(1, 1), document=(1, 2), free=(0, 0.2), scattered=True, contradicts=(0, 0.15),
        signup=(4, 60), age=(-3, 40), place="pool", addresses=(60, 500), shared=(0.1, 0.8), rotation=(0, 0.5),
        active=(0.9, 1), weekend=(0.85, 1), conversations=(8, 13), turns=(1.8, 4), think=(5, 60), hours="shift",
        dealt=True, begins=(-30, 1.5), pauses=(1, 3), client="uniform", scaffold="few", scaffolded=(0.7, 1),
        elicits=(0.4, 0.9), topic="queue", repeats=(0, 0.02), popular=(0, 0.04), cover=(0.1, 0.5),
        shape="produce", adopts=(0.45, 0.6), refused=(0.02, 0.06), failover=(0.6, 0.95), drift=(0, 0.02),
        banned=(0.02, 0.12), replaced=True,
    ),
    "hidden": Kind(
        kind="campaign", label="distillation", level="hidden",
        free=(0.05, 0.4), scattered=True, contradicts=(0, 0.05), signup=(90, 500), age=(1, 60), active=(0.8, 0.95),
        weekend=(0.6, 0.9), conversations=(6, 10), turns=(2, 4), think=(20, 120), hours="own", dealt=True,
        begins=(-40, 1), pauses=(1, 3), scaffold="account", scaffolded=(0.4, 0.9), elicits=(0.2, 0.6), topic="queue",
        repeats=(0, 0.02), popular=(0, 0.1), cover=(0.4, 0.7), adopts=(0.35, 0.6), refused=(0.005, 0.03),
        failover=(0, 0.15), banned=(0, 0.03), replaced=True,
    ),
}  # fmt: skip

NEIGHBOURS = {
    "reseller": Kind(
        kind="reseller", label="reseller",
        payer=(1, 6), free=(0, 0.2), scattered=True, contradicts=(0, 0.15), signup=(4, 90), age=(-1, 40),
        place="pool", addresses=(20, 120), shared=(0.3, 1), rotation=(0, 1), active=(0.9, 1), weekend=(0.7, 1),
        conversations=(6, 12), turns=(2, 5), think=(15, 120), hours="evening", dealt=True, begins=(-60, 0),
        pauses=(0, 2), client="customers", scaffold="tool", scaffolded=(0.3, 0.8), topic="customers", shape="code",
        refused=(0.02, 0.06), failover=(0.6, 0.95), drift=(0, 0.03), banned=(0.02, 0.1), replaced=True,
    ),
    "credit_farm": Kind(
        kind="credit_farm", label="credit_farm",
        payer=(2, 8), device=(2, 12), free=(0.3, 0.8), mail="disposable", signup=(1, 4), age=(-4, -2),
        lifespan=(0.2, 0.8), place="hosting", addresses=(3, 12), shared=(0.7, 1), active=(1, 1), weekend=(1, 1),
        conversations=(15, 40), turns=(1, 2), think=(2, 20), hours="flat", client="group", scaffold="tool",
        scaffolded=(0, 0.5), topic="customers", popular=(0, 0.05),
    ),
    "stolen_keys": Kind(
        kind="stolen_keys", label="stolen_keys",
        place="hosting", addresses=(1, 4), shared=(0.9, 1), active=(1, 1), weekend=(1, 1), conversations=(6, 20),
        turns=(1, 3), think=(2, 30), hours="flat", dealt=True, begins=(0.5, 2.5), client="group", scaffold="few",
        scaffolded=(0.3, 1), topic="group", shape="code", banned=NONE, lifespan=ALL, popular=NONE,
    ),
}  # fmt: skip
