-- Writes what all sessions of a user share, unless its caller has given up by now.
-- KEYS[1] user
-- ARGV[1] the server's time, Unix milliseconds, after which nothing is written
-- ARGV[2] the epoch of a user who has none
-- ARGV[3] absolute limit of sessions in milliseconds
-- ARGV[4] number of fields to remove
-- ARGV[5] … the fields to remove; then fields and their new values
-- Result: 1; the error TOOLATE (nothing written)
-- Atomic: all of it.
local time = redis.call('TIME')
if time[1] * 1000 + math.floor(time[2] / 1000) > tonumber(ARGV[1]) then
  return redis.error_reply('TOOLATE the change of a user arrived after its caller had given up, and was not done')
end
redis.call('HSETNX', KEYS[1], 'e', ARGV[2])
local at = 5 + tonumber(ARGV[4])
if at > 5 then
  redis.call('HDEL', KEYS[1], unpack(ARGV, 5, at - 1))
end
if at <= #ARGV then
  redis.call('HSET', KEYS[1], unpack(ARGV, at))
end
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[3]) then
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
end
return 1
