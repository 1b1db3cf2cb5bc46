-- What was last found on each article version; a helper of the view articles.
CREATE OR REPLACE VIEW core.latest_origin AS
SELECT article_id, version, arg_max(origin_id, origin_seq) AS origin_id,
    arg_max({'why': why}, origin_seq).why AS why
FROM core.article_origin
GROUP BY article_id, version;
