"""Change notices under rule R5 (vf 6-1): to Valgdirektoratet, and to the voters whom a change concerns."""

from planner.notices.write import NoticeResult, write_notices

__all__ = ["NoticeResult", "write_notices"]
