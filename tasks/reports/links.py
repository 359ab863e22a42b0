"""Links from one artifact to another, by the key that both keep."""

from tasks.reports.escape import Trusted, markdown


def artifact_link(key: str, text: object = None) -> Trusted:
    """A link to the page of the artifact `key`, which shows its newest version and its history."""
    return Trusted(f"[{markdown(key if text is None else text)}](/v2/artifacts/key/{key})")


def version_link(number: object, text: object) -> Trusted:
    """A link to one version of an artifact, by the id that it was given when it was made."""
    return Trusted(f"[{markdown(text)}](/v2/artifacts/artifact/{number})")
