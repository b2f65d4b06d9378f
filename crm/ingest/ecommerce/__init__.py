"""The ecommerce events of the Segment specification (version 2): understood, and turned into what they mean.

``parsing`` reads them, ``orders`` makes purchases and returns of them, ``lists`` carts and wish lists, ``pending``
claims what is still to be done, ``deriving`` does it. See docs/decisions/0016-orders-from-events.md.
"""
