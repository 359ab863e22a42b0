"""Trails of AWS CloudTrail: no requests of their own, but the client behind a call that Bedrock logged."""

from pathlib import Path

from tasks.contracts.landing import LANDING_REQUESTS
from tasks.sources.declaration import TEXT, Source

SOURCE = Source(
    name="cloudtrail",
    table=LANDING_REQUESTS,
    folder=Path(__file__).parent,
    marks=frozenset({"Records"}),
    shape={
        "Records": [
            {
                "eventSource": TEXT,
                "requestID": TEXT,
                "sourceIPAddress": TEXT,
                "userAgent": TEXT,
                "userIdentity": {"accessKeyId": TEXT},
            }
        ]
    },
    context={"request_id": TEXT, "ip": TEXT, "user_agent": TEXT, "api_key_id": TEXT},
)
