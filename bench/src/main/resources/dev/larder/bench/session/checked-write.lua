-- Writes one attribute of a hash that is still there, and touches it.
-- KEYS[1] the hash
-- ARGV attribute, value, milliseconds to live
-- Result: 1 if it was there
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 0
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return redis.call('PEXPIRE', KEYS[1], ARGV[3])
