-- Begins a family of tokens: one login.
-- KEYS[1] the family, of which nothing is there
-- KEYS[2] the word of its subject, same slot
-- ARGV[1] a random word, for a subject that has none
-- ARGV[2] hash of the refresh token
-- ARGV[3] hash of its successor
-- ARGV[4] hash of the access token
-- ARGV[5] life of the access token, in milliseconds as all that follow
-- ARGV[6] how long the refresh token can be traded
-- ARGV[7] how long the login lasts
-- ARGV[8] how long the word lives, if it does not live as long as the login
-- ARGV[9] what is kept of the login
-- ARGV[10] the server's time, Unix milliseconds, after which nothing is written
-- Result: 1; the error TOOLATE if it is (nothing written)
-- Atomic: all of it. So the family carries the word that stands in KEYS[2], or a newer one has ended it.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if now > tonumber(ARGV[10]) then
  return redis.error_reply('TOOLATE the tokens were to be issued after their caller had given up, and were not')
end
redis.call('SET', KEYS[2], ARGV[1], 'NX', 'PX', ARGV[8])
if redis.call('PTTL', KEYS[2]) < tonumber(ARGV[7]) then
  redis.call('PEXPIRE', KEYS[2], ARGV[8])
end
redis.call('HSET', KEYS[1],
  'g', 0, 'h', ARGV[2], 'n', ARGV[3], 'c', 1,
  'a', ARGV[4], 'ax', string.format('%.0f', now + ARGV[5]),
  'z', string.format('%.0f', now + ARGV[7]),
  'w', redis.call('GET', KEYS[2]), 'd', ARGV[9])
redis.call('PEXPIRE', KEYS[1], ARGV[6])
return 1
