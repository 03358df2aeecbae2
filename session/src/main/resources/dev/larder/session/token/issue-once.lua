-- Keeps a one-time token in place of an older one of its purpose and subject.
-- KEYS[1] the token of this purpose and subject
-- ARGV[1] its hash
-- ARGV[2] what is kept of it
-- ARGV[3] its life in milliseconds
-- ARGV[4] the server's time, Unix milliseconds, after which nothing is written
-- Result: 1; the error TOOLATE if it is (nothing written)
-- Atomic: the comparison with the clock, and the replacement.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if now > tonumber(ARGV[4]) then
  return redis.error_reply('TOOLATE the token was to be issued after its caller had given up, and was not')
end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'h', ARGV[1], 't', string.format('%.0f', now), 'd', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
