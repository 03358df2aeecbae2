-- Writes attributes of sessions of which the caller has near copies, and reads the sessions again, so that Redis tells of their next change.
-- KEYS the sessions, also twice
-- ARGV[1] the server's time, Unix milliseconds, after which nothing is written
-- ARGV[2] … for each session: the idle limit in milliseconds to touch it, else 0; the number of fields; the fields and their new values
-- Result: for each session 1, or 0 if it does not have all the fields, nothing of which is written then; nothing at all if it is too late
-- Atomic: all of it. A field of an attribute is there as long as its session is. A write shows whether it was, and none of the commands before the
--         last one counts as a read: with each of those Redis 7.0 would note all KEYS.
local time = redis.call('TIME')
if time[1] * 1000 + math.floor(time[2] / 1000) > tonumber(ARGV[1]) then
  return {}
end
local done = {}
local at = 2
for i, key in ipairs(KEYS) do
  local first = at + 2
  local last = at + 2 * ARGV[at + 1]
  local there = true
  for field = first + 2, last, 2 do
    if redis.call('HSETNX', key, ARGV[field], '') == 1 then
      redis.call('HDEL', key, ARGV[field])
      there = false
    end
  end
  if there and redis.call('HSET', key, ARGV[first], ARGV[first + 1]) == 1 then
    redis.call('HDEL', key, ARGV[first])
    there = false
  end
  if there then
    if last > first then
      redis.call('HSET', key, unpack(ARGV, first + 2, last + 1))
    end
    if ARGV[at] ~= '0' then
      redis.call('PEXPIRE', key, ARGV[at])
    end
  end
  done[i] = there and 1 or 0
  at = last + 2
end
redis.call('EXISTS', unpack(KEYS))
return done
