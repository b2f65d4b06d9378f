"""The names of the events, as the specification writes them.

From which of them something is derived the database knows too: it notes them when they arrive (migration 0011).
"""

ORDER_COMPLETED, ORDER_UPDATED = "Order Completed", "Order Updated"
ORDER_REFUNDED, ORDER_CANCELLED = "Order Refunded", "Order Cancelled"
PRODUCT_ADDED, PRODUCT_REMOVED = "Product Added", "Product Removed"
CART_VIEWED, CHECKOUT_STARTED = "Cart Viewed", "Checkout Started"
WISHED, NO_LONGER_WISHED = "Product Added to Wishlist", "Product Removed from Wishlist"
WISH_TO_CART = "Wishlist Product Added to Cart"

ORDERS = frozenset({ORDER_COMPLETED, ORDER_UPDATED, ORDER_REFUNDED, ORDER_CANCELLED})
# They say all that is in the cart at that moment.
WHOLE_CARTS = frozenset({CART_VIEWED, CHECKOUT_STARTED})
CARTS = WHOLE_CARTS | {PRODUCT_ADDED, PRODUCT_REMOVED, WISH_TO_CART}
WISHES = frozenset({WISHED, NO_LONGER_WISHED})
DERIVED = ORDERS | CARTS | WISHES

# Understood, and shown where a client's history is told; nothing is derived from them.
OF_ONE_PRODUCT = frozenset({"Product Clicked", "Product Viewed", "Product Shared", "Product Reviewed"})
OF_A_LIST = frozenset({"Product List Viewed", "Product List Filtered"})
OF_A_CHECKOUT = frozenset({"Checkout Step Viewed", "Checkout Step Completed", "Payment Info Entered"})
OF_A_COUPON = frozenset({"Coupon Entered", "Coupon Applied", "Coupon Denied", "Coupon Removed"})
OF_A_PROMOTION = frozenset({"Promotion Viewed", "Promotion Clicked"})
SEARCHED = "Products Searched"
CART_SHARED = "Cart Shared"
KNOWN = (
    DERIVED | OF_ONE_PRODUCT | OF_A_LIST | OF_A_CHECKOUT | OF_A_COUPON | OF_A_PROMOTION | {SEARCHED, CART_SHARED}
)  # fmt: skip
