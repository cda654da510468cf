"""Change notices under rule R5 (vf 6-1): to Valgdirektoratet, and to the voters whom a change concerns."""

from planner.notices.pair import Pair, read_pair
from planner.notices.write import NoticeResult, notice_files, write_notices

__all__ = ["NoticeResult", "Pair", "notice_files", "read_pair", "write_notices"]
