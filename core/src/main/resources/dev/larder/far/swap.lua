-- Replaces a value if it is still the one that the caller saw.
-- KEYS[1] value key
-- KEYS[2] (optional) lease key beside a stale value, dropped if it still is the caller's
-- ARGV[1] the first bytes of the value that the caller saw: of an entry, of its own lease marker, or of foreign bytes
-- ARGV[2] the new value
-- ARGV[3] its life in milliseconds
-- ARGV[4] (optional) the token in KEYS[2]
-- Result: 1 replaced, 0 the value is another one by now (nothing written)
-- Atomic: the comparison and the write, and with them the end of the lease. Who waits for the lease is told by a push for the
--         value key, which is written unchanged if it is not replaced.
local replaced = 0
if redis.call('GETRANGE', KEYS[1], 0, #ARGV[1] - 1) == ARGV[1] then
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
  replaced = 1
end
if KEYS[2] and redis.call('GET', KEYS[2]) == ARGV[4] then
  redis.call('DEL', KEYS[2])
  local first = redis.call('GETRANGE', KEYS[1], 0, 0)
  if replaced == 0 and first ~= '' then
    redis.call('SETRANGE', KEYS[1], 0, first)
  end
end
return replaced
