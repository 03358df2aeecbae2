-- Says what there is of some sessions of a user.
-- KEYS[1] user
-- KEYS[2] index of his sessions
-- KEYS[3] … sessions
-- ARGV[1] … the handles of KEYS[3] …
-- Result: the time, Unix milliseconds; then for each that is alive four: its handle, its times, what is known of the visitor, and what
--         is left of its idle life in milliseconds. One that was rotated is told of once, by its new handle
-- Atomic: all of it. What is no more leaves the index. Up to seven rotations are followed, by their tombstones, which name the session
--         of the same slot that is next.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local epoch = redis.call('HGET', KEYS[1], 'e')
local result = { now }
local told = {}
for i = 3, #KEYS do
  local key, handle = KEYS[i], ARGV[i - 2]
  local found = redis.call('HMGET', key, 'm', 'd', 'x')
  for hop = 1, 7 do
    if not found[3] or string.sub(found[3], 1, 1) ~= 'r' then
      break
    end
    redis.call('ZREM', KEYS[2], handle)
    key = string.sub(key, 1, -1 - #handle) .. string.sub(found[3], 2, -14)
    handle = string.sub(found[3], 2, -14)
    found = redis.call('HMGET', key, 'm', 'd', 'x')
  end
  local m = found[1]
  if m and string.sub(m, 27) == epoch and now < tonumber(string.sub(m, 1, 13)) then
    if not told[handle] then
      told[handle] = true
      result[#result + 1] = handle
      result[#result + 1] = m
      result[#result + 1] = found[2]
      result[#result + 1] = redis.call('PTTL', key)
    end
  else
    redis.call('ZREM', KEYS[2], handle)
    if m then
      redis.call('DEL', key)
    end
  end
end
return result
