-- Keeps a value that never changes, such as a dictionary, for some time from now on.
-- KEYS[1] its key
-- ARGV[1] the value
-- ARGV[2] its life in milliseconds
-- Result: 1 written, 0 something is there that lives as long or longer (nothing written)
-- Atomic: the look at what is there, and the write.
if redis.call('PTTL', KEYS[1]) >= tonumber(ARGV[2]) then
  return 0
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
