-- Writes what all sessions of a user share, unless its caller has given up by now.
-- KEYS[1] user
-- ARGV[1] the server's time, Unix milliseconds, after which nothing is written
-- ARGV[2] the epoch of a user who has none
-- ARGV[3] absolute limit of sessions in milliseconds
-- ARGV[4] most attributes that he may have with one more than before
-- ARGV[5] number of fields to remove
-- ARGV[6] … the fields to remove; then fields and their new values
-- Result: 1; 0 if there would be too many attributes (nothing written); the error TOOLATE (nothing written)
-- Atomic: all of it.
local time = redis.call('TIME')
if time[1] * 1000 + math.floor(time[2] / 1000) > tonumber(ARGV[1]) then
  return redis.error_reply('TOOLATE the change of a user arrived after its caller had given up, and was not done')
end
local at = 6 + tonumber(ARGV[5])
local more = 0
for i = 6, at - 1 do
  more = more - redis.call('HEXISTS', KEYS[1], ARGV[i])
end
for i = at, #ARGV, 2 do
  more = more + 1 - redis.call('HEXISTS', KEYS[1], ARGV[i])
end
local other = redis.call('HEXISTS', KEYS[1], 'e') + redis.call('HEXISTS', KEYS[1], 'p')
if more > 0 and redis.call('HLEN', KEYS[1]) - other + more > tonumber(ARGV[4]) then
  return 0
end
redis.call('HSETNX', KEYS[1], 'e', ARGV[2])
if at > 6 then
  redis.call('HDEL', KEYS[1], unpack(ARGV, 6, at - 1))
end
if at <= #ARGV then
  redis.call('HSET', KEYS[1], unpack(ARGV, at))
end
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[3]) then
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
end
return 1
