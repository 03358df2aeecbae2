-- Lists some handles of a user's index, newest first.
-- KEYS[1] index
-- ARGV[1] the time of creation to begin with, +inf for the newest
-- ARGV[2] how many of that time to leave out
-- ARGV[3] how many to list
-- Result: handles, each followed by its time of creation, Unix microseconds
-- Reads only.
return redis.call('ZRANGE', KEYS[1], ARGV[1], '-inf', 'BYSCORE', 'REV', 'LIMIT', ARGV[2], ARGV[3], 'WITHSCORES')
