-- Makes an entry stale at once; it stays usable as a fallback.
-- KEYS[1] value key
-- ARGV[1] a new id of 8 bytes, so that whoever saw the entry before can no longer replace it
-- Result: 1 the entry is stale now, 0 there was none (anything else in its place, such as a lease marker, is deleted, so
--         that a load that began before cannot be stored)
-- Atomic: the look and the write. The time to live stays as it was.
local head = redis.call('GETRANGE', KEYS[1], 0, 1)
if head == 'L\1' or head == 'L\2' then
  redis.call('SETRANGE', KEYS[1], 1, '\2' .. ARGV[1])
  return 1
end
redis.call('DEL', KEYS[1])
return 0
