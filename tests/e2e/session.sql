-- A session of the sqlite shell: the same words each time, errors among them.
.echo off
.headers on
.mode box
CREATE TABLE author(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, born INT CHECK(born > 1000));
CREATE TABLE book(id INTEGER PRIMARY KEY, author INT REFERENCES author(id) ON DELETE CASCADE, title TEXT COLLATE NOCASE, price REAL, pages INT);
CREATE INDEX book_author ON book(author, price DESC);
CREATE INDEX book_dear ON book(title) WHERE price > 20;
CREATE TABLE audit(n INTEGER PRIMARY KEY AUTOINCREMENT, what TEXT);
PRAGMA foreign_keys = on;
CREATE TRIGGER book_in AFTER INSERT ON book BEGIN
  INSERT INTO audit(what) VALUES ('in ' || new.title);
END;
CREATE TRIGGER book_out AFTER DELETE ON book WHEN old.price > 10 BEGIN
  INSERT INTO audit(what) SELECT 'out ' || old.title || ' of ' || count(*) FROM book;
END;
INSERT INTO author VALUES (1, 'Ada', 1815), (2, 'Bertha', 1843), (3, 'Cäsar', 1900), (4, 'Dora', NULL);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)
INSERT INTO book SELECT i, 1 + i % 4, printf('Title %03d', i * 37 % 401), i * 7 % 53 + 0.25, 100 + i * 13 % 300 FROM n;

.mode table
SELECT a.name, count(*) AS books, round(avg(b.price), 3) AS mean, max(b.pages) FROM author a JOIN book b ON b.author = a.id GROUP BY a.id HAVING books > 10 ORDER BY mean DESC;
SELECT a.name, b.title FROM author a LEFT JOIN book b ON b.author = a.id AND b.price > 52 ORDER BY 1, 2;
SELECT title, price, rank() OVER w AS r, sum(pages) OVER (w ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS s, lag(title, 1, '-') OVER w AS before FROM book WHERE id < 30 WINDOW w AS (PARTITION BY author ORDER BY price, title) ORDER BY author, r, title;
SELECT ntile(4) OVER (ORDER BY price) AS quarter, group_concat(id, '|') FILTER (WHERE id % 50 = 0) OVER (ORDER BY id) AS list FROM book WHERE id % 25 = 0;
EXPLAIN QUERY PLAN SELECT * FROM book WHERE author = 2 AND price > 20 ORDER BY price DESC;
.mode quote
WITH RECURSIVE tree(id, parent, path) AS (
  SELECT 1, NULL, '/1' UNION ALL
  SELECT t.id * 2 + k.column1, t.id, path || '/' || (t.id * 2 + k.column1) FROM tree t, (VALUES (0), (1)) k WHERE t.id < 16)
SELECT count(*), max(path), sum(length(path)) FROM tree;
WITH RECURSIVE
  xaxis(x) AS (VALUES (-2.0) UNION ALL SELECT x + 0.1 FROM xaxis WHERE x < 1.0),
  yaxis(y) AS (VALUES (-1.0) UNION ALL SELECT y + 0.2 FROM yaxis WHERE y < 1.0),
  m(iter, cx, cy, x, y) AS (SELECT 0, x, y, 0.0, 0.0 FROM xaxis, yaxis UNION ALL SELECT iter + 1, cx, cy, x * x - y * y + cx, 2.0 * x * y + cy FROM m WHERE (x * x + y * y) < 4.0 AND iter < 28),
  m2(iter, cx, cy) AS (SELECT max(iter), cx, cy FROM m GROUP BY cx, cy),
  a(t) AS (SELECT group_concat(substr(' .+*#', 1 + min(iter / 7, 4), 1), '') FROM m2 GROUP BY cy)
SELECT group_concat(rtrim(t), x'0a') FROM a;

BEGIN;
DELETE FROM book WHERE author = 1;
SAVEPOINT inner_one;
UPDATE book SET price = price * 2 WHERE id % 3 = 0;
SELECT changes(), total_changes(), round(sum(price), 2) FROM book;
ROLLBACK TO inner_one;
SELECT round(sum(price), 2) FROM book;
COMMIT;
DELETE FROM author WHERE name LIKE 'b%';
SELECT count(*), min(what), max(what) FROM audit;
BEGIN; DROP TABLE book; ROLLBACK;

CREATE VIEW dear AS SELECT name, title, price FROM book JOIN author ON author.id = book.author WHERE price >= 50;
SELECT * FROM dear ORDER BY price DESC, title LIMIT 5;
CREATE TRIGGER dear_in INSTEAD OF INSERT ON dear BEGIN SELECT raise(ABORT, 'a view is not written'); END;
INSERT INTO dear VALUES ('x', 'y', 1);

-- Errors: each with its words, and the session goes on.
INSERT INTO author VALUES (1, 'Again', 1950);
INSERT INTO author VALUES (9, 'Ada', 1950);
INSERT INTO author VALUES (10, 'Old', 5);
INSERT INTO author VALUES (11, NULL, 1950);
INSERT INTO book(author) VALUES (99);
SELECT nothing FROM book;
SELECT * FROM nowhere;
SELEKT 1;
SELECT json('{"a":');
SELECT abs(-9223372036854775808);
.nonsense

INSERT INTO author VALUES (3, 'C2', 1901) ON CONFLICT(id) DO UPDATE SET born = excluded.born + 1 RETURNING *;
SELECT json_group_array(json_object('id', id, 'born', born)) FROM author;
SELECT key, value, type FROM json_tree('{"a":[1,2.5,{"b":null}],"c":"ö"}') WHERE atom IS NOT NULL OR type = 'null';
SELECT typeof(x'00'), hex(zeroblob(3)), quote('it''s'), 7 / 2, 7 % -3, 1e308 * 10, -0.0, '5' + '6', 'a' || 1.0, 1 = 1.0, NULL IS NULL, 10 & 6, ~5, 1 << 40;
SELECT strftime('%Y-%m-%d %H:%M:%f', 2460000.25), julianday('2023-02-24 18:00:00'), date('2024-01-31', '+1 month'), unixepoch('1970-01-02');
SELECT instr('haystack', 'st'), replace('aaa', 'a', 'bc'), trim('  x '), upper('straße'), substr('hello', -3, 2), unicode('€'), char(8364, 97), like('A_c%', 'abcd'), 'abc' GLOB 'a[b-d]?';
ALTER TABLE author ADD COLUMN note TEXT DEFAULT 'none';
ALTER TABLE author RENAME COLUMN born TO year;
CREATE TABLE strict_one(a INT, b TEXT, c ANY) STRICT;
INSERT INTO strict_one VALUES ('x', 1, 2);
CREATE TABLE generated(a INT, b INT AS (a * a) STORED, c TEXT AS (printf('<%d>', a)));
INSERT INTO generated(a) VALUES (3), (-4);
SELECT * FROM generated UNION SELECT 0, 0, '' EXCEPT SELECT 3, 9, '<3>' ORDER BY 1;
SELECT id FROM book INTERSECT SELECT id * 3 FROM book ORDER BY 1 LIMIT 5 OFFSET 7;

CREATE VIRTUAL TABLE search USING fts5(title, body);
INSERT INTO search SELECT title, 'the quick brown fox number ' || id || ' jumps over ' || pages FROM book;
SELECT count(*) FROM search WHERE search MATCH 'fox AND number NEAR jumps';
SELECT highlight(search, 0, '[', ']') FROM search WHERE search MATCH 'title : "Title 00" * OR body : 207' ORDER BY rowid LIMIT 4;
INSERT INTO search(search) VALUES ('integrity-check');
CREATE VIRTUAL TABLE boxes USING rtree(id, x0, x1, y0, y1);
INSERT INTO boxes SELECT id, id % 20, id % 20 + 2, id % 30, id % 30 + 1 FROM book;
SELECT count(*), min(id), max(id) FROM boxes WHERE x1 > 5 AND x0 < 7 AND y0 > 10;

.mode csv
SELECT * FROM book WHERE id BETWEEN 20 AND 24;
.mode json
SELECT * FROM author;
.mode insert made
SELECT * FROM generated;
.mode html
SELECT name FROM author LIMIT 2;
.mode column
.width 10 -8
SELECT name, year FROM author;
ANALYZE;
SELECT tbl, idx, stat FROM sqlite_stat1 WHERE tbl = 'book' ORDER BY idx;
REINDEX;
VACUUM;
PRAGMA integrity_check;
PRAGMA foreign_key_check;
.tables
.schema book
.dump author audit
.indexes
PRAGMA page_count;
EXPLAIN SELECT name FROM author WHERE id = 3;
