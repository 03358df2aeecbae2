-- Gives tags new versions, which invalidates every entry that carries one of them.
-- KEYS    tag keys, in any number, all in one slot; the first is the root, which changes with every tag
-- ARGV[1] life of a version in milliseconds
-- ARGV[2] … one new version for each key
-- Result: the number of keys
-- Atomic: all of them.
for i, key in ipairs(KEYS) do
  redis.call('SET', key, ARGV[i + 1], 'PX', ARGV[1])
end
return #KEYS
