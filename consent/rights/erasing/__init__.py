"""The erasure of a person, table by table and place by place."""
