"""Being away: no power changes, the pages say who acts meanwhile."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from foundation.agencies.access import may
from foundation.agencies.models import Agency
from foundation.contracts import Refused
from foundation.ledger.acts import Actor
from foundation.staff.holders import holders, waiting_for
from foundation.staff.models import StaffMember
from foundation.staff.operations import absences, assigning
from requests_app.capabilities import SIGN
from tests.foundation.staff.conftest import TODAY, act, post_of, someone

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 9, 18)


def away(member: StaffMember, actor: Actor, first: date = TODAY, last: date = FRIDAY) -> None:
    act(absences.note_absence, member, actor, starts_on=first, ends_on=last, note="出差")


def test_the_page_names_who_is_away_and_who_acts(
    head: StaffMember, clerk: StaffMember, by_keeper: Actor, office: Agency
) -> None:
    assert waiting_for(SIGN, [office], TODAY) == "演示fuze"
    away(head, Actor(clerk.user, office))
    assert waiting_for(SIGN, [office], TODAY) == "演示fuze（外出到9月18日）"
    facts = {"assignment": post_of(head), "deputy": clerk, "starts_on": TODAY, "ends_on": FRIDAY}
    act(assigning.deputise, head, by_keeper, **facts, reason="授权书（演示）")
    assert (
        waiting_for(SIGN, [office], TODAY)
        == "演示fuze（外出到9月18日）、演示jingban（代演示fuze，到9月18日）"
    )
    assert waiting_for(SIGN, [office], FRIDAY + timedelta(days=3)) == "演示fuze"
    assert may(head.user, SIGN.code, office)


def test_one_desk_serves_two_agencies_and_is_named_once(
    head: StaffMember, office: Agency, district: Agency, bureau: Agency
) -> None:
    assert waiting_for(SIGN, [district, office], TODAY) == "演示fuze"
    assert waiting_for(SIGN, [bureau], TODAY) == "没有人可以签发答复，请联系安全管理员"
    assert [one.name for one in holders(bureau, TODAY)] == []


def test_days_of_absence_are_noted_once_and_in_order(
    head: StaffMember, clerk: StaffMember, office: Agency
) -> None:
    by_clerk = Actor(clerk.user, office)
    with pytest.raises(Refused, match="不能早于第一天"):
        away(head, by_clerk, FRIDAY, TODAY)
    away(head, by_clerk)
    with pytest.raises(Refused, match="已经登记过此人外出"):
        away(head, by_clerk, FRIDAY, date(2026, 9, 21))
    assert head.events.filter(kind="absent").count() == 1


def test_a_colleague_of_another_unit_notes_nothing(head: StaffMember, bureau: Agency) -> None:
    stranger = someone("caizheng", bureau, "clerk")
    with pytest.raises(Refused, match="权限"):
        away(head, Actor(stranger.user, bureau))


def test_who_is_back_is_back(head: StaffMember, clerk: StaffMember, office: Agency) -> None:
    by_clerk = Actor(clerk.user, office)
    with pytest.raises(Refused, match="没有登记外出"):
        act(absences.note_return, head, by_clerk)
    away(head, by_clerk, TODAY - timedelta(days=3), FRIDAY)
    away(head, by_clerk, date(2026, 10, 9), date(2026, 10, 12))
    act(absences.note_return, head, by_clerk)
    (left,) = head.absences.all()
    assert left.ends_on == TODAY - timedelta(days=1)
    assert [one.kind for one in head.events.order_by("seq")][-3:] == ["absent", "absent", "back"]
