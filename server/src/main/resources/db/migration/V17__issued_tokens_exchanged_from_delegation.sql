-- Of tokens that were issued by token exchange: the token that was exchanged, and the claims about actors as JSON (RFC 8693
-- sections 4.1 and 4.4). A token is valid only as long as those it descends from, which are found by their ids.
ALTER TABLE issued_tokens ADD COLUMN exchanged_from TEXT;
ALTER TABLE issued_tokens ADD COLUMN delegation TEXT;
