-- Gives up a lease.
-- KEYS[1] value key, which may hold the lease marker
-- KEYS[2] lease key beside a stale value
-- ARGV[1] the lease marker
-- Result: 1 the lease was still the caller's and is gone, 0 it was not
-- Atomic: the comparison and the deletion. Who waits for the lease is told by a push for the value key, which is written
--         unchanged if it stays.
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
if redis.call('GET', KEYS[2]) == ARGV[1] then
  redis.call('DEL', KEYS[2])
  local first = redis.call('GETRANGE', KEYS[1], 0, 0)
  if first ~= '' then
    redis.call('SETRANGE', KEYS[1], 0, first)
  end
  return 1
end
return 0
