"""The API, version 1: the pages' doors for scripts. It looks up, asks and describes; it decides nothing of its own.

Every failure is a problem document (``problems``), every list is paged by cursor (``paging``), creating calls may be repeated
(``repeats``), and changes may name the state they are about (``versions``).
"""
