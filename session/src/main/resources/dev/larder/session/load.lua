-- Reads a session and touches it: for whoever has met something else than a session that is plainly alive, by single commands.
-- KEYS[1] session
-- KEYS[2] its user
-- ARGV[1] idle limit in milliseconds
-- ARGV[2] milliseconds for which a touch is good enough; 0 to touch in any case
-- Result: nothing if there is no session; the tombstone and the time, if it is no more; else its fields and their values, then those of
--         the user, then the number of these, what was left of its idle life, and the time, in milliseconds
-- Atomic: the looks at both, and the touch. What is past its absolute limit, or of an earlier epoch of the user, becomes a
--         tombstone here, and a tombstone that was touched lives for a minute again.
local all = redis.call('HGETALL', KEYS[1])
if #all == 0 then
  return all
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if all[1] == 'x' then
  if redis.call('PTTL', KEYS[1]) > 60000 then
    redis.call('PEXPIRE', KEYS[1], 60000)
  end
  return { all[2], now }
end
local m
for i = 1, #all, 2 do
  if all[i] == 'm' then
    m = all[i + 1]
    break
  end
end
local user = {}
local gone = now >= tonumber(string.sub(m, 1, 13)) and 'x'
if #m > 26 then
  user = redis.call('HGETALL', KEYS[2])
  local epoch
  for i = 1, #user, 2 do
    if user[i] == 'e' then
      epoch = user[i + 1]
      break
    end
  end
  gone = gone or epoch ~= string.sub(m, 27) and 'a'
end
if gone then
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], 'x', gone)
  redis.call('PEXPIRE', KEYS[1], 60000)
  return { gone, now }
end
local left = redis.call('PTTL', KEYS[1])
if ARGV[1] - left >= tonumber(ARGV[2]) then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
end
local n = #all
for i = 1, #user do
  all[n + i] = user[i]
end
n = n + #user
all[n + 1] = #user
all[n + 2] = left
all[n + 3] = now
return all
