"""What can be wrong with a definition."""


class SegmentError(ValueError):
    """``code`` is stable; ``path`` leads to the faulty part from the top, such as (0, 2) for the third rule of the
    first group.

    Codes: not_a_rule, unknown_kind, unknown_operator, unknown_field, unknown_choice, missing_value, not_a_number,
    out_of_range, too_long, too_deep, too_many_rules, empty_group, says_nothing, unknown_segment, circular,
    code_taken, not_by_rule, not_by_hand, not_shared, no_version, too_large, not_a_list.
    """

    def __init__(self, code: str, message: str, path: tuple[int, ...] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.path = path
