-- Gives tags new versions that name the ones before, which makes every entry that carries one of them stale.
-- KEYS    tag keys, in any number, all in one slot; the first is the root, which changes with every tag and names none
-- ARGV[1] life of a version in milliseconds
-- ARGV[2] how many versions before are named at most
-- ARGV[3] … one new version of 8 bytes for each key
-- Result: the number of keys
-- Atomic: all of them. What is no version, or is gone, is replaced without being named, which invalidates.
for i, key in ipairs(KEYS) do
  local before = ''
  if i > 1 then
    local found = redis.pcall('GET', key)
    if type(found) == 'string' and #found % 8 == 0 then
      before = string.sub(found, 1, 8 * tonumber(ARGV[2]))
    end
  end
  redis.call('SET', key, ARGV[i + 2] .. before, 'PX', ARGV[1])
end
return #KEYS
