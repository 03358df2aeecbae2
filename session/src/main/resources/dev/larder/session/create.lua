-- Makes a session of nobody, unless its caller has given up by now.
-- KEYS[1] session, which is nobody else's
-- ARGV[1] the server's time, Unix milliseconds, after which nothing is written
-- ARGV[2] idle limit in milliseconds
-- ARGV[3] absolute limit in milliseconds
-- ARGV[4] what is known of the visitor
-- Result: the time, Unix milliseconds; n if something is there (nothing written); the error TOOLATE (nothing written)
-- Atomic: all of it. The field m holds when it ends and began, 13 digits each, and for a session of a user the 8 bytes of his epoch.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if now > tonumber(ARGV[1]) then
  return redis.error_reply('TOOLATE the session was asked for by a caller who had given up, and was not made')
end
if redis.call('HLEN', KEYS[1]) > 0 then
  return { 'n' }
end
local m = string.format('%013.0f%013.0f', now + tonumber(ARGV[3]), now)
redis.call('HSET', KEYS[1], 'm', m, 'd', ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return { now }
