"""What a merge refuses."""


class MergeError(Exception):
    """Codes: ``same_client``; ``already_merged``; ``client_not_live`` (one of them is merged into a third, or erased);
    ``choice_unknown``; ``single_namespace_conflict`` (a rule would give one person two loyalty numbers; a member
    of staff may); ``already_undone``; ``undo_later_first`` (the survivor was merged on)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
