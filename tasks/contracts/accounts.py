"""Accounts and the provider's actions on them, as the pipeline keeps them: contact details keyed."""

from tasks.contracts.declaration import Column, Table
from tasks.contracts.requests import NETWORK_KINDS

_KEYED = "keyed (HMAC-SHA-256), equal where the landed values are equal"

ACCOUNTS = Table(
    name="accounts",
    grain="an account known at the end of the day",
    key=("account_id",),
    columns=(
        Column("account_id", "string", "the billing identity; an e-mail address used as one is keyed", True),
        Column("organization", "string", "the name that the customer gave", privacy="personal"),
        Column("created_at", "timestamp(us, UTC)", "when the account was made", True),
        Column("email", "string", f"the address, lower-cased, {_KEYED}", privacy="pseudonym"),
        Column("email_domain", "string", "the domain of the address", privacy="personal"),
        Column(
            "mail_shape",
            "string",
            "length of the name before the @, and its letters (a), digits (9) and signs in order",
        ),
        Column("public_mail", "boolean", "whether anyone can have an address there (freemail or disposable)"),
        Column("phone", "string", f"digits of the number, {_KEYED}", privacy="pseudonym"),
        Column("declared_country", "string", "ISO 3166-1 alpha-2"),
        Column("billing_country", "string", "ISO 3166-1 alpha-2"),
        Column("payment_country", "string", "ISO 3166-1 alpha-2"),
        Column("nationality", "string", "ISO 3166-1 alpha-2", privacy="personal"),
        Column("payment", "string", f"the payment instrument, {_KEYED}", privacy="pseudonym", filled=0.2),
        Column("device", "string", f"the device seen at sign-up, {_KEYED}", privacy="pseudonym"),
        Column("document", "string", f"the identity document, {_KEYED}", privacy="pseudonym"),
        Column("signup_ip", "string", "address seen at sign-up", privacy="personal"),
        Column("signup_network_kind", "string", "kind of network of that address", one_of=NETWORK_KINDS),
        Column("signup_country", "string", "where that address is registered; never raises suspicion"),
        Column("timezone", "string", "IANA name"),
        Column("plan", "string", "the plan bought"),
        Column("verification_level", "string", "none, email, phone or id"),
        Column("verified_at", "timestamp(us, UTC)", "when the identity was verified"),
        Column("invited_by", "string", "the account that invited this one"),
    ),
)

ACTIONS = Table(
    name="actions",
    grain="something the provider did to an account that day",
    key=("account_id", "ts", "action"),
    columns=(
        Column("account_id", "string", "whom it was done to", True),
        Column("ts", "timestamp(us, UTC)", "when", True),
        Column("action", "string", "ban, suspend, reinstate or verify_request", True),
        Column("reason", "string", "in the provider's words, contact details masked", privacy="personal"),
    ),
)
