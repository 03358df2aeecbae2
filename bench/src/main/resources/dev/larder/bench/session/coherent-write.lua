-- Writes one attribute of hashes that have it, and reads them again.
-- KEYS the hashes
-- ARGV attribute, values
-- Result: for each 1 if it has it, else 0
local there = {}
for i, key in ipairs(KEYS) do
  there[i] = 1
  if redis.call('HSET', key, ARGV[1], ARGV[i + 1]) == 1 then
    redis.call('HDEL', key, ARGV[1])
    there[i] = 0
  end
end
redis.call('EXISTS', unpack(KEYS))
return there
