"""Whoever said no to conclusions about them (GDPR Art. 21(1), 22; PIPL Art. 24): they have no score, and that they have
none says nothing of them either."""

from crm.segments.fragment import Fragment, Scope, chained

_NO = (
    "SELECT n.client_id FROM consent_currentdecision n JOIN consent_decision d ON d.id = n.decision_id"
    " JOIN consent_purpose p ON p.id = n.purpose_id WHERE p.code IN ('profiling', 'automated-decisions')"
    " AND n.channel = '' AND d.status IN ('refused', 'withdrawn')"
)
# A score over the whole group ends with a no to any house; where this house has one of its own, that counts.
_HAS_OWN = "SELECT FROM crm_score z WHERE z.client_id = n.client_id AND z.brand_id = %s AND z.model = %s"
# The segments that one stands on, by the versions in use, and whether one of them asks for a score.
_CONCLUDES = (
    " AND EXISTS (WITH RECURSIVE below AS ("
    "SELECT v.definition FROM crm_segment s JOIN crm_segmentversion v ON v.id = s.version_id"
    " WHERE s.brand_id = %s AND s.code = %s"
    " UNION SELECT v.definition FROM below b"
    " CROSS JOIN LATERAL jsonb_path_query(b.definition, 'strict $.** ? (@.kind == \"segment\").code') named"
    " JOIN crm_segment s ON s.brand_id = %s AND s.code = named #>> '{}'"
    " JOIN crm_segmentversion v ON v.id = s.version_id)"
    " SELECT FROM below WHERE jsonb_path_exists(definition, 'strict $.** ? (@.kind == \"score\")'))"
)


def objectors_to_score(model: str, scope: Scope) -> Fragment:
    """Of whom the brand may not conclude anything by this score."""
    reach = Fragment(f" AND (n.brand_id = %s OR NOT EXISTS ({_HAS_OWN}))", (scope.brand_id, scope.brand_id, model))
    return chained(Fragment(_NO), reach, scope.among("n.client_id"))


def objectors_to_segment(code: str, scope: Scope) -> Fragment:
    """The same for a segment that stands on a score, itself or by others; nobody for any other segment."""
    own = Fragment(" AND n.brand_id = %s", (scope.brand_id,))
    concludes = Fragment(_CONCLUDES, (scope.brand_id, code, scope.brand_id))
    return chained(Fragment(_NO), own, concludes, scope.among("n.client_id"))
