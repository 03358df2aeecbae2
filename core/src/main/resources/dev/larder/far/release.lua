-- Gives up a lease.
-- KEYS[1] value key, which may hold the lease marker
-- KEYS[2] lease key beside a stale value
-- ARGV[1] the lease marker
-- Result: 1 the lease was still the caller's and is gone, 0 it was not
-- Atomic: the comparison and the deletion.
for _, key in ipairs(KEYS) do
  if redis.call('GET', key) == ARGV[1] then
    return redis.call('DEL', key)
  end
end
return 0
