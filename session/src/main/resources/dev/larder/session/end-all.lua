-- Ends all sessions of a user but one at most, by a new epoch of his.
-- KEYS[1] user
-- KEYS[2] index of his sessions
-- KEYS[3] … the session that is to stay, if any, by its ID, by the ID that a rotation gives it, and so on
-- ARGV[1] the new epoch, 8 bytes
-- ARGV[2] … the handles of KEYS[3] …
-- Result: 1 if it is the user's epoch now, 0 if it was one before, or the user has none and so no sessions (nothing written)
-- Atomic: all of it. The field p holds the last eight epochs, so that a late repetition does nothing.
local epoch = redis.call('HGET', KEYS[1], 'e')
local before = redis.call('HGET', KEYS[1], 'p') or ''
if not epoch or epoch == ARGV[1] then
  return 0
end
for i = 1, #before, 8 do
  if string.sub(before, i, i + 7) == ARGV[1] then
    return 0
  end
end
redis.call('HSET', KEYS[1], 'e', ARGV[1], 'p', string.sub(epoch .. before, 1, 64))
local life = redis.call('PTTL', KEYS[2])
local since = false
for i = 3, #KEYS do
  since = since or redis.call('ZSCORE', KEYS[2], ARGV[i - 1])
end
redis.call('UNLINK', KEYS[2])
for i = 3, #KEYS do
  local m = redis.call('HGET', KEYS[i], 'm')
  if m and string.sub(m, 27) == epoch then
    redis.call('HSET', KEYS[i], 'm', string.sub(m, 1, 26) .. ARGV[1])
    redis.call('ZADD', KEYS[2], since or string.sub(m, 14, 26) .. '000', ARGV[i - 1])
    redis.call('PEXPIRE', KEYS[2], life > 0 and life or redis.call('PTTL', KEYS[1]))
    break
  end
end
return 1
