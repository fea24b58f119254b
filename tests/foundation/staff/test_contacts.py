"""Where a colleague is reached: on the account, and nowhere in the ledger."""

from __future__ import annotations

from django.test import Client

from foundation.agencies.models import Agency
from foundation.ledger.acts import Actor
from foundation.staff.models import StaffMember
from foundation.staff.operations import contacts
from tests.foundation.staff.conftest import act

PHONE, EMAIL = "13900000001", "fuze@example.invalid"


def test_it_stands_on_the_account_and_not_in_the_ledger(
    head: StaffMember, clerk: StaffMember, office: Agency
) -> None:
    act(contacts.note_contact, head, Actor(clerk.user, office), email=f" {EMAIL}", phone=PHONE)
    head.user.refresh_from_db()
    assert (head.user.email, head.user.phone) == (EMAIL, PHONE)
    event = head.events.get(kind="contact_noted")
    assert event.data == {}
    act(contacts.note_contact, head, Actor(clerk.user, office))
    head.user.refresh_from_db()
    assert (head.user.email, head.user.phone) == ("", "")


def test_the_page_shows_what_is_known_and_refuses_what_is_no_number(
    client: Client, head: StaffMember, clerk: StaffMember, office: Agency
) -> None:
    act(contacts.note_contact, head, Actor(clerk.user, office), email=EMAIL)
    client.force_login(clerk.user)
    address = f"/admin/staff/staffmember/{head.pk}/step/contact/"
    assert EMAIL in client.get(address).content.decode()
    posted = {"seen": head.events.count(), "email": EMAIL, "phone": "一三九"}
    assert "电话号码只含数字" in client.post(address, posted).content.decode()
    previewed = client.post(address, {**posted, "phone": PHONE}).content.decode()
    assert f"邮箱：{EMAIL}，手机：{PHONE}" in previewed
    client.post(address, {**posted, "phone": PHONE, "perform": "1"})
    head.user.refresh_from_db()
    assert head.user.phone == PHONE
