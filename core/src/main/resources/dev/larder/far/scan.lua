-- Lists some of the keys of a primary that fit a pattern.
-- KEYS[1] any key of a slot of that primary, for the way to it
-- ARGV[1] cursor, 0 to begin
-- ARGV[2] pattern of the keys
-- ARGV[3] about how many keys to look at, 1000 if not given
-- Result: the next cursor (0 at the end), then the keys found
-- Not atomic across calls: keys that exist during the whole scan are listed at least once.
local page = redis.call('SCAN', ARGV[1], 'MATCH', ARGV[2], 'COUNT', ARGV[3] or 1000)
local result = { page[1] }
for _, key in ipairs(page[2]) do
  result[#result + 1] = key
end
return result
