-- What an article goes back to, as it was found at last; and more of what a page says about itself.
CREATE TABLE IF NOT EXISTS core.article_origin (
    article_id VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    origin_id VARCHAR NOT NULL,
    why VARCHAR,
    recorded_at TIMESTAMP NOT NULL,
    origin_seq BIGINT NOT NULL
);

ALTER TABLE core.article_reading ADD COLUMN IF NOT EXISTS modified_at TIMESTAMP;
ALTER TABLE core.article_reading ADD COLUMN IF NOT EXISTS published_precision VARCHAR;
ALTER TABLE core.article_reading ADD COLUMN IF NOT EXISTS published_zone VARCHAR;
ALTER TABLE core.article_reading ADD COLUMN IF NOT EXISTS section VARCHAR;
ALTER TABLE core.article_reading ADD COLUMN IF NOT EXISTS source_url VARCHAR;
ALTER TABLE core.article_reading ADD COLUMN IF NOT EXISTS agency VARCHAR;
