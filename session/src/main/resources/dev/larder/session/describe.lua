-- Says what there is of some sessions of a user.
-- KEYS[1] user
-- KEYS[2] index of his sessions
-- KEYS[3] … sessions
-- ARGV[1] … the handles of KEYS[3] …
-- Result: the time, Unix milliseconds; then for each that is alive four: its handle, its times, what is known of the visitor, and what
--         is left of its idle life in milliseconds
-- Atomic: all of it. What is no more leaves the index.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local epoch = redis.call('HGET', KEYS[1], 'e')
local result = { now }
for i = 3, #KEYS do
  local found = redis.call('HMGET', KEYS[i], 'm', 'd')
  local m = found[1]
  if m and string.sub(m, 27) == epoch and now < tonumber(string.sub(m, 1, 13)) then
    result[#result + 1] = ARGV[i - 2]
    result[#result + 1] = m
    result[#result + 1] = found[2]
    result[#result + 1] = redis.call('PTTL', KEYS[i])
  else
    redis.call('ZREM', KEYS[2], ARGV[i - 2])
    if m then
      redis.call('DEL', KEYS[i])
    end
  end
end
return result
