-- Puts something on the revocation list, or lets what is there reach further and last longer.
-- KEYS[1] the entry
-- ARGV[1] Unix milliseconds: what was issued before is revoked
-- ARGV[2] until when the entry is needed, Unix milliseconds
-- Result: 1 listed, 0 it is not needed any more (nothing written)
-- Atomic: the comparisons and the write. In whatever order, and however often each is done, the result of several is the same.
local time = redis.call('TIME')
local life = ARGV[2] - (time[1] * 1000 + math.floor(time[2] / 1000))
if life <= 0 then
  return 0
end
local before = math.max(tonumber(ARGV[1]), tonumber(redis.call('GET', KEYS[1]) or 0))
life = math.max(life, redis.call('PTTL', KEYS[1]))
redis.call('SET', KEYS[1], string.format('%.0f', before), 'PX', string.format('%.0f', life))
return 1
