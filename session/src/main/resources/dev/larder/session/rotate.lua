-- Gives a session another ID, unless it is no more or its caller has given up by now.
-- KEYS[1] session by its old ID
-- KEYS[2] session by its new ID, which is made of the old one
-- KEYS[3] its user
-- KEYS[4] index of his sessions
-- ARGV[1] the server's time, Unix milliseconds, after which nothing is written
-- ARGV[2] old handle
-- ARGV[3] new handle
-- ARGV[4] what is known of the visitor, for the new ID
-- ARGV[5] idle limit in milliseconds
-- Result: s if it has the new ID, from now on or since before; n or the tombstone if it is no more; the error TOOLATE (nothing written)
-- Atomic: all of it. The tombstone of the old ID holds the new handle and the time. Where the new ID has a tombstone already, a primary
--         that has failed took a first rotation along, and the end of what came of it was repeated: the session is ended by it now.
local m = redis.call('HGET', KEYS[1], 'm')
local done = not m
if done then
  local x = redis.call('HGET', KEYS[1], 'x') or 'n'
  if string.sub(x, 1, 1) ~= 'r' then
    return { x }
  end
  m = redis.call('HGET', KEYS[2], 'm')
  if not m then
    return { redis.call('HGET', KEYS[2], 'x') or 'n' }
  end
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if not done and now > tonumber(ARGV[1]) then
  return redis.error_reply('TOOLATE the rotation arrived after its caller had given up, and was not done')
end
if now >= tonumber(string.sub(m, 1, 13)) then
  return { 'x' }
end
local ofUser = #m > 26
if ofUser and redis.call('HGET', KEYS[3], 'e') ~= string.sub(m, 27) then
  return { 'a' }
end
if done then
  return { 's' }
end
local ended = redis.call('HGET', KEYS[2], 'x')
if ended then
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], 'x', ended)
  redis.call('PEXPIRE', KEYS[1], 60000)
  redis.call('ZREM', KEYS[4], ARGV[2])
  return { ended }
end
if ofUser then
  local since = redis.call('ZSCORE', KEYS[4], ARGV[2])
  redis.call('ZADD', KEYS[4], since or string.sub(m, 14, 26) .. '000', ARGV[3])
  redis.call('ZREM', KEYS[4], ARGV[2])
end
redis.call('HSET', KEYS[2], unpack(redis.call('HGETALL', KEYS[1])))
redis.call('HSET', KEYS[2], 'd', ARGV[4])
redis.call('DEL', KEYS[1])
redis.call('PEXPIRE', KEYS[2], ARGV[5])
redis.call('HSET', KEYS[1], 'x', 'r' .. ARGV[3] .. string.format('%013.0f', now))
redis.call('PEXPIRE', KEYS[1], 60000)
return { 's' }
