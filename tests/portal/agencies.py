"""An agency for tests of the portal's pages."""

from __future__ import annotations

from datetime import date

from foundation.agencies.models import Agency


def an_agency(code: str = "shanting", name: str = "山亭区人民政府", **facts: object) -> Agency:
    values: dict[str, object] = {
        "short_name": name,
        "kind": "government",
        "path": f"{code}/",
        "opened_on": date(2000, 1, 1),
        "document_code": "山政",
        "review_organ": "枣庄市人民政府",
        "court": "枣庄市中级人民法院",
        "phone": "0632-0000000",
        **facts,
    }
    return Agency.objects.create(code=code, name=name, **values)
