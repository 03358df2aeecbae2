-- Ends a session, under whichever ID it goes on by now.
-- KEYS[1] index of its user's sessions
-- KEYS[2] … the session by its ID, by the ID that a rotation gives it, and so on
-- ARGV[1] the tombstone
-- ARGV[2] … the handles of KEYS[2] …
-- Result: 1 if there was one, else 0
-- Atomic: all of it. A tombstone is left in any case, so that nothing that is on its way makes a session of this ID.
for i = 2, #KEYS do
  local x = redis.call('HGET', KEYS[i], 'x')
  if not x then
    local ended = redis.call('DEL', KEYS[i])
    redis.call('HSET', KEYS[i], 'x', ARGV[1])
    redis.call('PEXPIRE', KEYS[i], 60000)
    redis.call('ZREM', KEYS[1], ARGV[i])
    return ended
  end
  if string.sub(x, 1, 1) ~= 'r' then
    return 0
  end
end
return 0
