"""Audiences sent to other systems as signed webhooks: what is written, how it is signed, where it may go.

Nothing here writes to the database; crm.actions.audiences and crm.actions.deliveries do.
"""
