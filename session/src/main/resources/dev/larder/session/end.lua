-- Ends a session, under whichever ID it goes on by now.
-- KEYS[1] index of its user's sessions
-- KEYS[2] its user, who stays as he is: whatever the session is called, near copies of it belong to this key too
-- KEYS[3] … the session by its ID, by the ID that a rotation gives it, and so on
-- ARGV[1] the tombstone
-- ARGV[2] … the handles of KEYS[3] …
-- Result: 1 if there was one, else 0
-- Atomic: all of it. Where the last of KEYS was rotated too, its tombstone says which session of the same slot is next. Where the tombstone
--         of a rotation is forgotten, what comes later in KEYS is looked for: an order may come long after it was given. A tombstone
--         is left in any case, so that nothing that is on its way makes a session of this ID.
local i, key, handle = 3, KEYS[3], ARGV[2]
while true do
  local x = redis.call('HGET', key, 'x')
  if not x then
    local ended = redis.call('DEL', key)
    redis.call('HSET', key, 'x', ARGV[1])
    redis.call('PEXPIRE', key, 60000)
    redis.call('ZREM', KEYS[1], handle)
    if ended == 1 then
      return 1
    end
    repeat
      i = i + 1
      if i > #KEYS then
        return 0
      end
    until redis.call('EXISTS', KEYS[i]) == 1
    key, handle = KEYS[i], ARGV[i - 1]
  else
    if string.sub(x, 1, 1) ~= 'r' then
      return 0
    end
    i, handle = i + 1, string.sub(x, 2, -14)
    key = KEYS[i] or string.sub(KEYS[3], 1, -1 - #ARGV[2]) .. handle
  end
end
