"""交接: everything goes over at once, the list is kept, and only those concerned read it."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pdfplumber
import pytest
from django.test import Client
from docx import Document as WordFile

from foundation.agencies.models import Agency, Assignment, Role
from foundation.contracts import Refused
from foundation.files import store as files
from foundation.files.models import StoredFile
from foundation.ledger.acts import Actor
from foundation.staff import handover_list
from foundation.staff.models import StaffMember
from foundation.staff.operations import assigning, handing_over
from tests.foundation.staff.conftest import LATER, TODAY, act, held, post_of, someone

pytestmark = pytest.mark.django_db
TOMORROW, FRIDAY = TODAY + timedelta(days=1), date(2026, 9, 18)


def hand_over(giver: StaffMember, receiver: StaffMember, actor: Actor, **facts: Any) -> Any:
    return act(handing_over.hand_over, giver, actor, successor=receiver, **{"last_day": TODAY, **facts})


def deputise(whom: StaffMember, by: StaffMember, actor: Actor) -> Assignment:
    facts = {"assignment": post_of(whom), "deputy": by, "starts_on": TODAY, "ends_on": LATER}
    made: Assignment = act(assigning.deputise, whom, actor, **facts, reason="授权书（演示）")
    return made


@pytest.fixture
def second(office: Agency, roles: dict[str, Role]) -> StaffMember:
    return someone("second", office, "reviewer")


def test_every_post_goes_over_and_nothing_stays(
    clerk: StaffMember, second: StaffMember, by_keeper: Actor, bureau: Agency
) -> None:
    role = Role.objects.get(code="reviewer")
    act(assigning.grant, clerk, by_keeper, agency=bureau, role=role, starts_on=TODAY, ends_on=LATER)
    hand_over(clerk, second, by_keeper)
    assert held(clerk, TOMORROW) == set()
    assert held(second, TODAY) == {("office", "clerk"), ("office", "reviewer"), ("bureau", "reviewer")}
    assert held(second, LATER + timedelta(days=1)) == {("office", "clerk"), ("office", "reviewer")}
    given, taken = clerk.events.get(kind="handed_over"), second.events.get(kind="took_over")
    assert given.data["posts"] == ["区政府办·经办", "财政局·审核"]
    assert (given.data["name"], taken.data["name"]) == ("演示second", "演示jingban")
    assert given.actor == taken.actor == by_keeper.user
    clerk.refresh_from_db()
    assert clerk.stage == "present", "who hands over has not left"


def test_on_the_day_itself_both_can_act(clerk: StaffMember, second: StaffMember, by_keeper: Actor) -> None:
    hand_over(clerk, second, by_keeper, last_day=FRIDAY)
    assert ("office", "clerk") in held(clerk, FRIDAY) & held(second, FRIDAY)
    assert ("office", "clerk") not in held(second, FRIDAY - timedelta(days=1))


def test_what_was_to_begin_later_begins_for_the_receiver(
    clerk: StaffMember, second: StaffMember, by_keeper: Actor, bureau: Agency
) -> None:
    role, first = Role.objects.get(code="clerk"), date(2026, 10, 8)
    act(assigning.grant, clerk, by_keeper, agency=bureau, role=role, starts_on=first)
    hand_over(clerk, second, by_keeper)
    assert ("bureau", "clerk") not in held(second, first - timedelta(days=1))
    assert ("bureau", "clerk") in held(second, first)
    assert held(clerk, first) == set()


def test_what_the_receiver_holds_already_lasts_as_long_as_the_givers(
    clerk: StaffMember, second: StaffMember, by_keeper: Actor, office: Agency
) -> None:
    role = Role.objects.get(code="clerk")
    act(assigning.grant, second, by_keeper, agency=office, role=role, starts_on=TODAY, ends_on=FRIDAY)
    hand_over(clerk, second, by_keeper)
    assert ("office", "clerk") in held(second, date(2030, 1, 1))
    third = someone("third", office, "clerk")
    hand_over(second, third, by_keeper)
    assert Assignment.objects.filter(user=third.user, role=role).count() == 1


def test_deputyships_go_over_in_both_directions(
    head: StaffMember, clerk: StaffMember, second: StaffMember, by_keeper: Actor, office: Agency
) -> None:
    deputise(head, clerk, by_keeper)
    helper = someone("helper", office, "reviewer")
    act(
        assigning.deputise,
        clerk,
        by_keeper,
        assignment=Assignment.objects.get(user=clerk.user, role__code="clerk"),
        deputy=helper,
        starts_on=TODAY,
        ends_on=LATER,
        reason="授权书（演示）",
    )
    hand_over(clerk, second, by_keeper)
    now = Assignment.objects.in_force_on(TOMORROW)
    assert now.get(user=second.user, role__code="head").deputy_for == head.user
    assert now.get(user=helper.user, role__code="clerk").deputy_for == second.user


def test_who_deputised_for_the_giver_deputises_no_more_for_themselves(
    clerk: StaffMember, second: StaffMember, by_keeper: Actor
) -> None:
    deputise(clerk, second, by_keeper)
    hand_over(clerk, second, by_keeper)
    mine = Assignment.objects.in_force_on(TOMORROW).filter(user=second.user, role__code="clerk")
    assert [one.deputy_for for one in mine] == [None]


def test_a_head_takes_over_from_their_own_deputy(
    head: StaffMember, clerk: StaffMember, by_keeper: Actor
) -> None:
    deputise(head, clerk, by_keeper)
    hand_over(clerk, head, by_keeper)
    mine = Assignment.objects.in_force_on(TOMORROW).filter(user=head.user)
    assert {(one.role.code, one.deputy_for) for one in mine} == {("head", None), ("clerk", None)}


@pytest.mark.parametrize(
    ("receiver", "words"),
    [("jingban", "不能交接给本人"), ("anquan", "不能办理自己的"), ("guanli", "要分立")],
)
def test_whom_the_work_cannot_go_to(
    receiver: str, words: str, clerk: StaffMember, by_keeper: Actor, district: Agency
) -> None:
    someone("guanli", district, "keeper")
    with pytest.raises(Refused, match=words):
        hand_over(clerk, StaffMember.objects.get(user__username=receiver), by_keeper)
    assert held(clerk, LATER) == {("office", "clerk")} and clerk.events.count() == 1
    assert not StoredFile.objects.exists()


def test_there_must_be_something_to_hand_over(
    clerk: StaffMember, second: StaffMember, by_keeper: Actor
) -> None:
    hand_over(clerk, second, by_keeper)
    clerk.refresh_from_db()
    with pytest.raises(Refused, match="没有任职，没有可以移交的工作"):
        hand_over(clerk, second, by_keeper)


def test_a_towns_keeper_moves_no_posts_of_others(
    town: Agency, bureau: Agency, town_keeper: StaffMember, by_keeper: Actor
) -> None:
    giver, receiver = someone("jia", town, "clerk"), someone("yi", town, "reviewer")
    role = Role.objects.get(code="reviewer")
    act(assigning.grant, giver, by_keeper, agency=bureau, role=role, starts_on=TODAY)
    with pytest.raises(Refused, match="没有管理财政局人员任职的权限"):
        hand_over(giver, receiver, Actor(town_keeper.user, town))
    assert held(receiver) == {("town", "reviewer")}


# --- the list -------------------------------------------------------------------------------------------


def test_the_list_is_kept_as_pdf_and_docx_with_both_names(
    clerk: StaffMember, second: StaffMember, by_keeper: Actor
) -> None:
    hand_over(clerk, second, by_keeper)
    event = clerk.events.get(kind="handed_over")
    pdf, docx = (StoredFile.objects.get(pk=pk) for pk in event.data["files"])
    assert event.evidence == pdf and not pdf.public
    with pdfplumber.open(BytesIO(files.read(pdf))) as printed:
        shown = "".join(page.extract_text() for page in printed.pages)
    written = WordFile(BytesIO(files.read(docx)))
    cells = {cell.text for table in written.tables for row in table.rows for cell in row.cells}
    for words in ("演示jingban（区政府办）", "演示second（区政府办）", "监交人"):
        assert words in shown and words in cells
    assert "未办结的申请" in shown and "还没有公开的信息" in shown


def test_only_those_concerned_and_the_supervisor_read_it(
    clerk: StaffMember,
    second: StaffMember,
    head: StaffMember,
    keeper: StaffMember,
    by_keeper: Actor,
    district: Agency,
    bureau: Agency,
    client: Client,
) -> None:
    hand_over(clerk, second, by_keeper)
    address = f"/files/{clerk.events.get(kind='handed_over').data['files'][0]}/"
    supervisor, stranger = someone("zhuguan", district, "supervisor"), someone("caizheng", bureau, "clerk")
    assert client.get(address).status_code == 404
    for member, status in ((clerk, 200), (second, 200), (supervisor, 200), (keeper, 404), (stranger, 404)):
        client.force_login(member.user)
        assert client.get(address).status_code == status, member


def test_the_counts_tell_the_administrator_nothing_of_the_cases(clerk: StaffMember) -> None:
    found = handover_list.sections(clerk.user, TODAY)
    assert {one.source.code for one in found} == {
        "requests.open",
        "requests.letters",
        "requests.rectifications",
        "requests.disputes",
        "disclosure.drafts",
        "annual_report.unfinished",
    }
    assert handover_list.count_sentence(found) == "没有未办结的工作"
    assert handover_list.sections(clerk.user, TODAY, reader=clerk.user) == found


def test_nobody_reads_a_list_of_no_desks(clerk: StaffMember) -> None:
    assert not handover_list.may_read_all(clerk.user, [])
