-- Writes changes of a session and touches it, unless it is no more or its caller has given up by now.
-- KEYS[1] session
-- KEYS[2] its user
-- ARGV[1] the server's time, Unix milliseconds, after which nothing is written
-- ARGV[2] number of checks
-- ARGV[3] number of fields to remove
-- ARGV[4] idle limit in milliseconds
-- ARGV[5] most attributes that it may have with one more than before
-- ARGV[6] … for each check three: field, its version as the caller knows it (empty for none), its version when this is done
--         (empty for none); then the fields to remove; then fields and their new values
-- Result: s if it is written; c and the fields that somebody else has changed (nothing written); f if there would be too many
--         attributes (nothing written); n or the tombstone if the session is no more (nothing written); the error TOOLATE (nothing
--         written)
-- Atomic: all of it.
local m = redis.call('HGET', KEYS[1], 'm')
if not m then
  return { redis.call('HGET', KEYS[1], 'x') or 'n' }
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if now > tonumber(ARGV[1]) then
  return redis.error_reply('TOOLATE the save arrived after its caller had given up, and was not done')
end
if now >= tonumber(string.sub(m, 1, 13)) then
  return { 'x' }
end
if #m > 26 and redis.call('HGET', KEYS[2], 'e') ~= string.sub(m, 27) then
  return { 'a' }
end
local at = 6
local checks = tonumber(ARGV[2])
if checks > 0 then
  local changed = { 'c' }
  for i = 1, checks do
    local found = redis.call('HGET', KEYS[1], ARGV[at])
    local version = found and string.sub(found, 1, 8) or ''
    if version ~= ARGV[at + 1] and version ~= ARGV[at + 2] then
      changed[#changed + 1] = ARGV[at]
    end
    at = at + 3
  end
  if #changed > 1 then
    return changed
  end
end
local removed = tonumber(ARGV[3])
local set = (#ARGV - at + 1 - removed) / 2
local room = set == 0 and 0 or ARGV[5] + 2 - redis.call('HLEN', KEYS[1])
if set > room then
  local more = 0
  for i = at, at + removed - 1 do
    more = more - redis.call('HEXISTS', KEYS[1], ARGV[i])
  end
  for i = at + removed, #ARGV, 2 do
    more = more + 1 - redis.call('HEXISTS', KEYS[1], ARGV[i])
  end
  if more > 0 and more > room then
    return { 'f' }
  end
end
if removed > 0 then
  redis.call('HDEL', KEYS[1], unpack(ARGV, at, at + removed - 1))
  at = at + removed
end
if at <= #ARGV then
  redis.call('HSET', KEYS[1], unpack(ARGV, at))
end
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return { 's' }
