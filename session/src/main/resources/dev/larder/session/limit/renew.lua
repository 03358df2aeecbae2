-- Lets the lease of a concurrent permit begin anew, if it has not ended.
-- KEYS[1] the key of the limit
-- ARGV[1] microseconds of the lease
-- ARGV[2] the permit's id
-- Result: 1 renewed, 0 the lease has ended or the permit was given back
-- Atomic: the look and the renewal.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local ends = redis.call('ZSCORE', KEYS[1], ARGV[2])
if not ends or tonumber(ends) <= now then
  return 0
end
local function text(number)
  return string.format('%.0f', number)
end
redis.call('ZADD', KEYS[1], text(now + ARGV[1]), ARGV[2])
local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
redis.call('PEXPIRE', KEYS[1], text(math.ceil((last[2] - now) / 1000) + 1))
return 1
