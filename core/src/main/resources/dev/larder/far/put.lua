-- Writes a value, unless its writer has given up by now: a command that the network has held back does not undo what has
-- happened since.
-- KEYS[1] value key
-- ARGV[1] the new value
-- ARGV[2] its life in milliseconds
-- ARGV[3] the server's time, Unix milliseconds, after which nothing is written
-- ARGV[4] (optional) NX: only where nothing is
-- Result: 1 written, 0 something is there (nothing written); the error TOOLATE if it is (nothing written)
-- Atomic: the comparison with the clock, and the write.
local time = redis.call('TIME')
if time[1] * 1000 + math.floor(time[2] / 1000) > tonumber(ARGV[3]) then
  return redis.error_reply('TOOLATE the write arrived after its caller had given up, and was not done')
end
if ARGV[4] then
  return redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2], 'NX') and 1 or 0
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
