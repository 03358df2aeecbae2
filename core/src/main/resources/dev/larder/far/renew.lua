-- Replaces a value by another form of the same value, if it is still the one that the caller saw.
-- KEYS[1] value key
-- ARGV[1] the first bytes of what the caller saw
-- ARGV[2] the other form
-- Result: 1 replaced, 0 the value is another one by now (nothing written)
-- Atomic: the comparison and the write. The time to live stays as it was.
if redis.call('GETRANGE', KEYS[1], 0, #ARGV[1] - 1) ~= ARGV[1] then
  return 0
end
redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL')
return 1
