-- Reads a session, and leaves it as it is.
-- KEYS[1] session
-- KEYS[2] its user
-- Result: its fields and their values, then those of the user, then the number of these, what is left of its idle life, and the time,
--         in milliseconds; nothing if there is no session that is plainly alive
-- Atomic: the looks at both. Reads only, so that a copy of the answer can be kept.
local all = redis.call('HGETALL', KEYS[1])
local m
for i = 1, #all, 2 do
  if all[i] == 'm' then
    m = all[i + 1]
    break
  end
end
if not m then
  return {}
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local user = {}
if #m > 26 then
  if redis.call('HGET', KEYS[2], 'e') ~= string.sub(m, 27) then
    return {}
  end
  user = redis.call('HGETALL', KEYS[2])
end
if now >= tonumber(string.sub(m, 1, 13)) then
  return {}
end
local n = #all
for i = 1, #user do
  all[n + i] = user[i]
end
n = n + #user
all[n + 1] = #user
all[n + 2] = redis.call('PTTL', KEYS[1])
all[n + 3] = now
return all
