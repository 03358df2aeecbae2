-- Ends a family of tokens.
-- KEYS[1] the family
-- ARGV[1] how long it is remembered why, in milliseconds
-- ARGV[2] why: 'revoked' or 'reused'
-- Result: 1 ended, 0 there is none, or it has ended before (nothing written)
-- Atomic: the look and the end. Done twice it is the same.
if redis.call('EXISTS', KEYS[1]) == 0 or redis.call('HEXISTS', KEYS[1], 'x') == 1 then
  return 0
end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'x', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 1
