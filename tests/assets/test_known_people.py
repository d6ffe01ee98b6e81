"""Who is no longer in a directory."""

from cmdb_server.assets.known_people import Known, after, gone, is_surprising, packed, unpacked

KIM, OTHER_KIM, LEE = (
    Known("1", ("Kim Lee", "kim@example.org")),
    Known("2", ("Kim Lee", "kim.lee@example.org")),
    Known("3", ("Lee", "lee@example.org")),
)


def left(before: list[Known], now: list[Known]) -> dict[str, tuple[str, ...]]:
    """The names of who is gone."""
    return {one.key: names for one, names in gone(before, now)}


def test_who_has_the_name_of_somebody_who_is_there_is_gone_by_the_other_names() -> None:
    assert left([KIM, OTHER_KIM, LEE], [OTHER_KIM, LEE]) == {"1": ("kim@example.org",)}


def test_who_is_renamed_or_made_anew_is_not_gone() -> None:
    renamed, anew = Known("1", ("Kim Hansen",)), Known("9", ("LEE", "Lee@example.org"))

    assert left([KIM, LEE], [renamed, anew]) == {}


def test_former_names_stay_with_a_person_and_who_holds_nothing_is_forgotten() -> None:
    known = after([KIM, LEE, OTHER_KIM], [Known("1", ("Kim Hansen",))], [LEE])

    assert known == [Known("1", ("Kim Hansen", "Kim Lee", "kim@example.org")), Known("3", LEE.names, is_gone=True)]
    assert unpacked(packed(known)) == known
    assert unpacked(b"") == []


def test_more_than_leave_at_once_is_surprising_and_who_was_gone_before_is_not() -> None:
    everybody = [Known(str(number), (f"P {number}",)) for number in range(100)]
    before = [Known(one.key, one.names, is_gone=True) for one in everybody[:50]]

    assert not is_surprising(everybody, everybody[:20])
    assert is_surprising(everybody, everybody[:21])
    assert not is_surprising([*before, *everybody[50:]], [*before, everybody[50]])
    assert is_surprising([KIM], [KIM])
    assert not is_surprising([KIM, LEE], [KIM])
    assert not is_surprising([], [])
