-- Writes attributes of sessions of which the caller has near copies, and reads the sessions again, so that Redis tells of their next change.
-- KEYS the sessions, also twice
-- ARGV[1] the server's time, Unix milliseconds, after which nothing is written
-- ARGV[2] idle limit in milliseconds
-- ARGV[3] a byte for each session: the number of its fields, and 128 if it is to be touched
-- ARGV[4] … for each session its fields, each followed by its new value
-- Result: for each session 1, or 0 if it does not have all the fields: nothing of it is written then; nothing at all if it is too late
-- Atomic: all of it. A field of an attribute is there as long as its session is. A write shows whether it was, and none of the commands before the
--         last one counts as a read: with each of those Redis 7.0 would note all KEYS.
local time = redis.call('TIME')
if time[1] * 1000 + math.floor(time[2] / 1000) > tonumber(ARGV[1]) then
  return {}
end
local done = {}
local first = 4
for i, key in ipairs(KEYS) do
  local shape = string.byte(ARGV[3], i)
  local next = first + 2 * (shape % 128)
  local there = true
  for field = first + 2, next - 2, 2 do
    local absent = there and redis.pcall('HSETNX', key, ARGV[field], '')
    if absent == 1 then
      redis.call('HDEL', key, ARGV[field])
    end
    there = there and absent == 0
  end
  local added = there and redis.pcall('HSET', key, ARGV[first], ARGV[first + 1])
  if added == 1 then
    redis.call('HDEL', key, ARGV[first])
  end
  if added == 0 then
    if next > first + 2 then
      redis.call('HSET', key, unpack(ARGV, first + 2, next - 1))
    end
    if shape > 128 then
      redis.call('PEXPIRE', key, ARGV[2])
    end
  end
  done[i] = added == 0 and 1 or 0
  first = next
end
redis.call('EXISTS', unpack(KEYS))
return done
