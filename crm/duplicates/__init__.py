"""Who may be whom: records folded, paired by keys, compared, and scored. Pure: nothing here reads or writes rows."""
