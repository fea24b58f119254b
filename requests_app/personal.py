"""Sealing and reading applicants: the only door to their names, numbers and addresses."""

from __future__ import annotations

from dataclasses import asdict

from foundation.files import store
from foundation.privacy import vault
from requests_app.facts import ApplicantFacts
from requests_app.models import Applicant

CONTEXT = "requests.applicant"
IDENTITY_FILE = "requests.identity"


def seal(facts: ApplicantFacts, identity_image: tuple[str, bytes] | None = None) -> Applicant:
    """Store an applicant under a new key of the case. Raises Refused for an image that may not be stored."""
    key = vault.new_key()
    image = None
    if identity_image is not None:
        content = identity_image[1]
        # People call the picture by their own name, which would then stand in the open.
        name = f"证件图片.{identity_image[0].rpartition('.')[2].lower()}"
        image = store.store(
            name, content, public=False, owner_kind=IDENTITY_FILE, owner_id=str(key.id), data_key=key
        )
    return Applicant.objects.create(
        kind=facts.kind,
        key=key,
        sealed=vault.seal(key, CONTEXT, asdict(facts)),
        name_hash=name_hash(facts.name),
        identity_hash=identity_hash(facts.identity_number),
        identity_file=image,
    )


def read(applicant: Applicant) -> ApplicantFacts:
    return ApplicantFacts(**vault.unseal(applicant.key, CONTEXT, bytes(applicant.sealed)))


def name_hash(name: str) -> str:
    return vault.keyed_hash("requests.applicant_name", "".join(name.split()))


def identity_hash(number: str) -> str:
    """Of the number without spaces and in capitals; an empty number has none."""
    written = "".join(number.split()).upper()
    return vault.keyed_hash("requests.identity_number", written) if written else ""


def masked_name(name: str) -> str:
    """The surname (of a company: the first two characters), the rest as circles."""
    shown = 2 if len(name) > 4 else 1
    return name[:shown] + "〇" * min(len(name) - shown, 3) if name else ""
