-- Takes a one-time token back that was issued before a time.
-- KEYS[1] the token of this purpose and subject
-- ARGV[1] the latest that the server's clock could show when this was ordered, Unix milliseconds
-- Result: 1 taken back, 0 there is none, or a later one (nothing written)
-- Atomic: the look and the end. Done twice it is the same, and one that is issued in between stays.
local issued = redis.call('HGET', KEYS[1], 't')
if not issued or tonumber(issued) > tonumber(ARGV[1]) then
  return 0
end
return redis.call('DEL', KEYS[1])
