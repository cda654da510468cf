"""The law of advance voting: dated parameters, the calendar, and one file per rule.

``parameters`` and ``calendar`` know nothing of plans and lie below the problem;
``rules``, ``registry``, ``overrides`` and ``checklist`` judge a plan and lie above it.
Nothing is imported here, so that the lower half can be used without the upper.
"""
