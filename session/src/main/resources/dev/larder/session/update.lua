-- Writes attributes of sessions of which the caller has near copies, and reads the sessions again, so that Redis tells of their next change.
-- KEYS the sessions, also twice
-- ARGV for each session: the server's time, Unix milliseconds, after which nothing is written; the idle limit in milliseconds to touch it, else 0;
--         the number of fields; the fields and their new values
-- Result: for each session 1, or 0 if it is too late or does not have all the fields: nothing of it is written then
-- Atomic: all of it. A field of an attribute is there as long as its session is. A write shows whether it was, and none of the commands before the
--         last one counts as a read: with each of those Redis 7.0 would note all KEYS.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local done = {}
local at = 1
for i, key in ipairs(KEYS) do
  local first = at + 3
  local last = at + 1 + 2 * ARGV[at + 2]
  local there = now <= tonumber(ARGV[at])
  for field = first + 2, last, 2 do
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
    if last > first then
      redis.call('HSET', key, unpack(ARGV, first + 2, last + 1))
    end
    if ARGV[at + 1] ~= '0' then
      redis.call('PEXPIRE', key, ARGV[at + 1])
    end
  end
  done[i] = added == 0 and 1 or 0
  at = last + 2
end
redis.call('EXISTS', unpack(KEYS))
return done
