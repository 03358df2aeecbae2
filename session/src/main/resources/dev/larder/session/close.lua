-- Ends a session that goes on as another one, unless it has changed, is no more, or its caller has given up by now.
-- KEYS[1] session
-- KEYS[2] its user
-- KEYS[3] index of his sessions
-- ARGV[1] the server's time, Unix milliseconds, after which nothing is written
-- ARGV[2] its handle
-- ARGV[3] handle of the other one
-- ARGV[4] … fields and their versions, as the caller knows them
-- Result: s if it is ended, by this call or an earlier one of the same; c, its fields and their values if they are others (nothing
--         written); n or the tombstone if it is no more (nothing written); the error TOOLATE (nothing written)
-- Atomic: all of it.
local m = redis.call('HGET', KEYS[1], 'm')
if not m then
  local x = redis.call('HGET', KEYS[1], 'x') or 'n'
  return { x == 'l' .. ARGV[3] and 's' or x }
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if now > tonumber(ARGV[1]) then
  return redis.error_reply('TOOLATE the end of a login arrived after its caller had given up, and was not done')
end
if now >= tonumber(string.sub(m, 1, 13)) then
  return { 'x' }
end
if #m > 26 and redis.call('HGET', KEYS[2], 'e') ~= string.sub(m, 27) then
  return { 'a' }
end
local same = redis.call('HLEN', KEYS[1]) == 2 + (#ARGV - 3) / 2
for i = 4, #ARGV, 2 do
  if not same then
    break
  end
  local found = redis.call('HGET', KEYS[1], ARGV[i])
  same = found and string.sub(found, 1, 8) == ARGV[i + 1]
end
if not same then
  return { 'c', unpack(redis.call('HGETALL', KEYS[1])) }
end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'x', 'l' .. ARGV[3])
redis.call('PEXPIRE', KEYS[1], 60000)
redis.call('ZREM', KEYS[3], ARGV[2])
return { 's' }
