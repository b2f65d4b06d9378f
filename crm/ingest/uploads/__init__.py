"""Files that headquarters hands in on a screen: kept in a folder, described, checked and imported by a worker.

Order of imports: folder → editing → outcome → work. The mutations of the row are crm.actions.uploads.
"""
